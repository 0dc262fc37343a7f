use crate::model::{Bearing, Codebook, StanceFound, StanceValue};

/// How the engine does on one example sentence of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleResult {
    /// Topic id.
    pub topic: String,
    /// The sentence.
    pub text: String,
    /// What the codebook says; none where the sentence must show no stance.
    pub expected: Option<StanceValue>,
    /// What stood at or above the confidence floor, the surest first.
    pub found: Vec<StanceFound>,
}

impl ExampleResult {
    /// The stance that the sentence as a whole was given: the surest one, a direct one first.
    pub fn stance(&self) -> Option<StanceValue> {
        self.found.first().map(|f| f.stance)
    }

    /// Whether the side is right, and the strength too.
    pub fn is_exact(&self) -> bool {
        self.stance() == self.expected
    }

    /// Whether the side is right, whatever the strength; nothing where nothing is expected.
    pub fn is_right_side(&self) -> bool {
        let side = |s: Option<StanceValue>| s.map(|s| s.number().signum());
        side(self.stance()) == side(self.expected)
    }
}

/// Runs every example of the codebook through `analyse`, which takes a text and gives all stances
/// found in it at or above the confidence floor, on whatever topic.
///
/// The analysis is handed in because it needs all stages, and the codebook is one input of them.
pub fn check(book: &Codebook, analyse: &dyn Fn(&str) -> Vec<StanceFound>) -> Vec<ExampleResult> {
    let mut results = Vec::new();
    for topic in &book.topics {
        for example in &topic.examples {
            let mut found = analyse(&example.text);
            found.retain(|f| f.topic == topic.id);
            found.sort_by(|a, b| {
                let rank = |f: &StanceFound| (f.bearing == Bearing::Direct, f.confidence);
                rank(b)
                    .0
                    .cmp(&rank(a).0)
                    .then(rank(b).1.total_cmp(&rank(a).1))
            });
            results.push(ExampleResult {
                topic: topic.id.clone(),
                text: example.text.clone(),
                expected: example.stance,
                found,
            });
        }
    }
    results
}

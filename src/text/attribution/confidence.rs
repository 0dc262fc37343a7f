//! How sure an attribution is: a logistic model over what the two stages say about it.

use super::assemble::Facts;

/// Number of inputs of the logistic model, the constant one included.
pub(crate) const INPUTS: usize = 12;

/// The model's inputs for an attribution.
pub(crate) fn inputs(facts: &Facts) -> [f32; INPUTS] {
    let log = |p: f32| p.clamp(1e-3, 1.0).ln();
    let cue = facts.cue.clamp(-4.0, 6.0);
    [
        1.0,
        cue / 3.0,
        cue * cue / 16.0,
        facts.path.max(-12.0) / 4.0,
        log(facts.source),
        log(facts.content),
        log(facts.lowest),
        f32::from(u8::from(facts.sources == 0)),
        (facts.contents as f32 + 1.0).ln() / 3.0,
        f32::from(u8::from(facts.contents < 3)),
        f32::from(u8::from(facts.quoted)),
        f32::from(u8::from(facts.runs > 1)),
    ]
}

/// The probability that the attribution is right.
pub(crate) fn confidence(facts: &Facts, weights: &[f32; INPUTS]) -> f32 {
    let score: f32 = inputs(facts).iter().zip(weights).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + (-score).exp())
}

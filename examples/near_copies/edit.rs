//! Edits that desks make to a report, on paragraphs of sentences that know where they come from.

/// A sentence, with the article and the sentence of it that it was made from.
#[derive(Clone, Debug)]
pub struct Sentence {
    pub text: String,
    pub from: Option<(usize, usize)>,
}

/// Paragraphs of sentences.
pub type Body = Vec<Vec<Sentence>>;

/// SplitMix64: the same set every time, on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Words that an editor puts for others.
const SWAPS: &[(&str, &str)] = &[
    ("said", "stated"),
    ("also", "in addition"),
    ("however", "still"),
    ("about", "around"),
    ("many", "a lot of"),
    ("several", "a number of"),
    ("big", "large"),
    ("use", "employ"),
    ("help", "assist"),
    ("show", "indicate"),
    ("shows", "indicates"),
    ("begin", "start"),
    ("began", "started"),
    ("make", "produce"),
    ("while", "as"),
    ("because", "since"),
    ("people", "persons"),
    ("after", "following"),
    ("before", "prior to"),
    ("over", "more than"),
    ("more than", "over"),
    ("including", "among them"),
    ("need", "require"),
    ("want", "wish"),
    ("wants", "wishes"),
    ("get", "obtain"),
    ("state", "region"),
    ("new", "fresh"),
    ("last", "past"),
    ("first", "initial"),
    ("but", "yet"),
    ("who", "that"),
    ("campaign", "drive"),
    ("percent", "per cent"),
    ("support", "back"),
    ("supporters", "backers"),
    ("called", "termed"),
    ("asked", "requested"),
    ("very", "highly"),
    ("important", "significant"),
    ("against", "versus"),
    ("voters", "the electorate"),
    ("would", "was going to"),
    ("according to", "as reported by"),
    ("during", "in the course of"),
    ("think", "believe"),
    ("believe", "think"),
    ("country", "nation"),
    ("nation", "country"),
    ("work", "labour"),
    ("money", "funds"),
    ("rally", "gathering"),
    ("speech", "address"),
    ("early", "first"),
    ("recent", "latest"),
    ("plan", "scheme"),
    ("issue", "matter"),
    ("now", "at present"),
    ("only", "just"),
    ("often", "frequently"),
    ("poll", "survey"),
    ("days", "some days"),
];

/// Puts other words for a share of the words that have any; quotations stay as they are.
pub fn rephrase(body: &mut Body, share: f64, dice: &mut Dice) {
    for sentence in body.iter_mut().flatten() {
        let mut quoted = false;
        let mut out: Vec<String> = Vec::new();
        for word in sentence.text.split(' ') {
            let opens = word.contains(['“', '"']) || word.contains("''");
            quoted = quoted || opens;
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let other = SWAPS
                .iter()
                .find(|(from, _)| bare.to_lowercase() == *from)
                .map(|(_, to)| *to);
            match other {
                Some(other) if !quoted && dice.share() < share => {
                    out.push(word.replacen(bare, other, 1));
                }
                // Adverbs are the first to go when a report is tightened.
                _ if !quoted && bare.ends_with("ly") && dice.share() < share / 2.0 => {}
                _ => out.push(word.to_owned()),
            }
            let closes = |mark: &str| word.rfind(mark).is_some_and(|at| at > 0);
            if word.contains('”') || closes("\"") || closes("''") {
                quoted = false;
            }
        }
        sentence.text = out.join(" ");
    }
}

/// Keeps the first paragraphs up to a share of the words, as a desk does that cuts from the end.
pub fn cut(body: &mut Body, share: f64) {
    let words = |p: &[Sentence]| -> usize { p.iter().map(|s| s.text.split(' ').count()).sum() };
    let all: usize = body.iter().map(|p| words(p)).sum();
    let mut kept = 0;
    let mut upto = 0;
    for paragraph in body.iter() {
        if upto > 0 && kept as f64 >= all as f64 * share {
            break;
        }
        kept += words(paragraph);
        upto += 1;
    }
    body.truncate(upto);
}

/// Leaves out a share of the paragraphs, the first apart.
pub fn thin(body: &mut Body, share: f64, dice: &mut Dice) {
    let mut at = 0;
    body.retain(|_| {
        at += 1;
        at == 1 || dice.share() >= share
    });
}

/// Moves paragraphs behind the first to other places.
pub fn reorder(body: &mut Body, dice: &mut Dice) {
    for at in (2..body.len()).rev() {
        body.swap(at, 1 + dice.below(at));
    }
}

/// Runs each two paragraphs together, and sets quotation marks in another style.
pub fn reset(body: &mut Body) {
    *body = body.chunks(2).map(<[_]>::concat).collect();
    for sentence in body.iter_mut().flatten() {
        sentence.text = sentence
            .text
            .replace(['“', '”'], "\"")
            .replace('’', "'")
            .replace('—', " - ");
    }
}

fn own(text: &str) -> Vec<Sentence> {
    vec![Sentence {
        text: text.to_owned(),
        from: None,
    }]
}

const LEADS: &[&str] = &[
    "Here is what you need to know this morning about a day that left both parties arguing over what comes next, and why it is likely to keep them busy for a while.",
    "It was supposed to be a quiet week. Then the calls started coming in, phones lit up across town, and by evening nobody was talking of anything else.",
    "A day of sharp words has left the race for the White House as unsettled as ever, with neither side ready to give ground and weeks to go.",
    "What began as a footnote has become the talk of the capital, and the people closest to it say that more is to come before the week is out.",
];

/// Puts a lead of the desk's own for the first paragraph.
pub fn lead(body: &mut Body, dice: &mut Dice) {
    let first = own(LEADS[dice.below(LEADS.len())]);
    match body.first_mut() {
        Some(paragraph) => *paragraph = first,
        None => body.push(first),
    }
}

const HEADS: &[&str] = &[
    "COASTVILLE (Harbour Wire)",
    "From the newsroom of the Island Courier. Listen to this article.",
    "The Evening Lantern | Politics | Share this on your favourite network | Print | Save for later",
    "Updated with reactions. This report is free to read for members of the Lantern club.",
];
const TAILS: &[&str] = &[
    "Sign up for the Morning Tide, our daily letter with the stories that matter on the coast, and never miss a departure. You can leave the list at any time. By signing up you agree to our terms and to our use of data as told there.",
    "The Island Courier is written by the people of the islands. If you value what we do, become a friend of the paper for less than the price of a coffee a week; every contribution, large or small, goes to reporting.",
    "Copyright Harbour Wire. All rights reserved. This material may not be published, broadcast, rewritten or redistributed. Our correspondents in the capital contributed to this report.",
    "Have a story for us? Write to the desk of the Lantern. Comments are open to members and are read before they appear. More on this subject: what happens next, who is who, and how we got here, told in five charts.",
];

/// Outlet number `outlet`'s words before and behind every text of its own.
pub fn boilerplate(body: &mut Body, outlet: usize) {
    body.insert(0, own(HEADS[outlet % HEADS.len()]));
    body.push(own(TAILS[outlet % TAILS.len()]));
}

const BACKGROUND: &[&str] = &[
    "The primaries stretch from the snows of February to the heat of June, and the rules by which delegates are shared out differ from one state to the next, which is why campaigns keep lawyers as close as pollsters.",
    "Turnout in years without a sitting president on the ballot has swung widely, and analysts warn against reading too much into a single count, all the more where caucuses take the place of a vote.",
    "Readers who want the long view can find our earlier coverage in the archive, with a calendar of debates, a guide to the candidates, and an explanation of how conventions settle what the primaries leave open.",
    "Advertising in the markets that matter most was bought months ahead, and prices have risen with every week, as those who keep the books of such campaigns had foreseen last summer.",
    "Foreign capitals follow the race with unease, since treaties on trade and defence that took years to write may depend on a few counties whose names few of their diplomats had heard before.",
];

/// Puts paragraphs of background between the paragraphs.
pub fn background(body: &mut Body, count: usize, dice: &mut Dice) {
    let start = dice.below(BACKGROUND.len());
    for n in 0..count {
        let at = 1 + dice.below(body.len());
        body.insert(
            at.min(body.len()),
            own(BACKGROUND[(start + n) % BACKGROUND.len()]),
        );
    }
}

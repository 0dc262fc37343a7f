//! Text with its meaning kept: what a renderer needs to colour, link or escape it.
//!
//! A no-break space (U+00A0) keeps words on one line; it is printed as a space.

/// What a run of text is, so that each renderer can show it in its own way.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tone {
    /// Ordinary text.
    #[default]
    Plain,
    /// What the eye should find first: names, answers.
    Strong,
    /// What the eye may skip: ids, sources, reasons.
    Dim,
    /// A stance, −2 … +2: coloured on the scale, and never by colour alone.
    Stance(i16),
    /// What asks for a person: "not reviewed", "attestations disagree".
    Alert,
    /// Something to type.
    Code,
    /// An address; the text is what is shown for it.
    Link(String),
    /// A page of the local server that shows what is named; elsewhere it is ordinary text.
    Place(String),
    /// Inside the passage of a claim.
    Marked,
}

/// A run of text in one tone.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The text as it came: renderers make it safe for their format.
    pub text: String,
    /// What it is.
    pub tone: Tone,
}

/// A line of runs; renderers wrap it to their width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line(pub Vec<Run>);

impl Line {
    /// An empty line to add to.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of ordinary text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new().text(text)
    }

    /// Adds ordinary text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.run(text, Tone::Plain)
    }

    /// A fact that is not broken over lines: "claim 7".
    pub fn fact(text: impl AsRef<str>) -> Self {
        Self::plain(text.as_ref().replace(' ', "\u{a0}"))
    }

    /// Adds text that stands out.
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.run(text, Tone::Strong)
    }

    /// Adds text that stands back.
    pub fn dim(self, text: impl Into<String>) -> Self {
        self.run(text, Tone::Dim)
    }

    /// Adds text that asks for a person.
    pub fn alert(self, text: impl Into<String>) -> Self {
        self.run(text, Tone::Alert)
    }

    /// Adds something to type.
    pub fn code(self, text: impl Into<String>) -> Self {
        self.run(text, Tone::Code)
    }

    /// Adds an address.
    pub fn link(self, text: impl Into<String>, url: &str) -> Self {
        self.run(text, Tone::Link(url.to_owned()))
    }

    /// Adds `text` in `tone`; empty text adds nothing.
    pub fn run(mut self, text: impl Into<String>, tone: Tone) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Run { text, tone });
        }
        self
    }

    /// Adds all of another line.
    pub fn then(mut self, other: Line) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The lines that are not empty, with a middle dot between them.
    pub fn joined(parts: impl IntoIterator<Item = Line>) -> Self {
        let mut whole = Self::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !whole.is_empty() {
                whole = whole.dim("\u{a0}· ");
            }
            whole = whole.then(part);
        }
        whole
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text alone.
    pub fn to_plain(&self) -> String {
        self.0
            .iter()
            .map(|run| run.text.replace('\u{a0}', " "))
            .collect()
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

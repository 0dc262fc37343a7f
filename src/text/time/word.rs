//! What the words of `lexicon/time.toml` mean to the grammar.

/// What a word means to the grammar. Words of one class differ by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// 1 … 12; whether the form is an abbreviation.
    Month(u32, bool),
    /// 0 is Monday; whether the form is an abbreviation.
    Weekday(u32, bool),
    /// A number in words.
    Number(u32),
    /// "first" … "thirtieth".
    Ordinal(u32),
    /// "st", "nd", "rd", "th" behind a number.
    OrdinalSuffix,
    Unit(Unit),
    PartOfDay,
    /// "nights": a habit, no day.
    Parts,
    Season(u32),
    /// Days from today: "yesterday" is −1.
    Today(i32),
    Turn(Turn),
    Portion(Portion),
    /// "end", "start": a portion as a noun.
    Edge(Portion),
    Ago,
    /// "before" (−1) or "after" (1).
    Before(i32),
    Recent,
    Few,
    Fiscal,
    Clock,
    Masthead,
    NameOfDay,
    Every,
    /// "the", or "a".
    Article(bool),
    Of,
    Preposition(Preposition),
    And,
    To,
    Tense(Verb),
    Pronoun,
    Done,
    /// A word that a holiday's name begins with.
    Holiday,
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
    Quarter,
    Decade,
    Weekend,
    Hour,
}

/// Which one is meant, and seen from where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The one before the article's.
    Last,
    /// The article's own.
    This,
    /// The one after the article's.
    Next,
    /// The one before the last mentioned.
    Previous,
    /// The one after the last mentioned.
    Following,
    /// The last mentioned.
    Same,
}

impl Turn {
    /// Steps from the article's time, or from the last mentioned time.
    pub(super) fn steps(self) -> i32 {
        match self {
            Self::Last | Self::Previous => -1,
            Self::This | Self::Same => 0,
            Self::Next | Self::Following => 1,
        }
    }

    /// Whether it is seen from the last mentioned time.
    pub(super) fn is_anaphoric(self) -> bool {
        matches!(self, Self::Previous | Self::Following | Self::Same)
    }
}

/// What a verb form says about the time of the date beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Past,
    /// "is": needs a participle or an infinitive to tell.
    Present,
    Future,
    /// "would": perhaps still to come.
    Modal,
    /// "plans": still to come before "to", else nothing.
    Plans,
    /// "agreed": still to come before "to", else past.
    Agreed,
}

/// What a preposition says about the time behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preposition {
    /// "in", "during": a time above all.
    Within,
    /// The time is past.
    Since,
    /// The time may be ahead, whatever the verb's tense.
    Until,
    /// Nothing.
    Any,
}

/// Which part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Portion {
    Early,
    Mid,
    Late,
    /// Before now, within it.
    Earlier,
    /// After now, within it.
    Later,
}

/// The word of a class with the number that its entry has; none where there is no such thing.
pub(super) fn word(class: &str, number: i32, abbreviation: bool) -> Option<Word> {
    let count = u32::try_from(number).ok();
    Some(match class {
        "month" => Word::Month(count?, abbreviation),
        "weekday" => Word::Weekday(count?, abbreviation),
        "number" => Word::Number(count?),
        "ordinal" => Word::Ordinal(count?),
        "ordinal-suffix" => Word::OrdinalSuffix,
        "unit" => Word::Unit(unit(number)?),
        "part-of-day" => Word::PartOfDay,
        "parts" => Word::Parts,
        "season" => Word::Season(count?),
        "today" => Word::Today(number),
        "turn" => Word::Turn(turn(number)?),
        "portion" => Word::Portion(portion(number)?),
        "edge" => Word::Edge(portion(number)?),
        "ago" => Word::Ago,
        "before" => Word::Before(number),
        "recent" => Word::Recent,
        "few" => Word::Few,
        "fiscal" => Word::Fiscal,
        "clock" => Word::Clock,
        "masthead" => Word::Masthead,
        "name-of-day" => Word::NameOfDay,
        "every" => Word::Every,
        "article" => Word::Article(number == 0),
        "of" => Word::Of,
        "preposition" => Word::Preposition(preposition(number)?),
        "and" => Word::And,
        "to" => Word::To,
        "tense" => Word::Tense(verb(number)?),
        "pronoun" => Word::Pronoun,
        "done" => Word::Done,
        _ => return None,
    })
}

fn unit(number: i32) -> Option<Unit> {
    Some(match number {
        0 => Unit::Day,
        1 => Unit::Week,
        2 => Unit::Month,
        3 => Unit::Year,
        4 => Unit::Quarter,
        5 => Unit::Decade,
        6 => Unit::Weekend,
        7 => Unit::Hour,
        _ => return None,
    })
}

fn turn(number: i32) -> Option<Turn> {
    Some(match number {
        -1 => Turn::Last,
        0 => Turn::This,
        1 => Turn::Next,
        -10 => Turn::Previous,
        10 => Turn::Following,
        20 => Turn::Same,
        _ => return None,
    })
}

fn verb(number: i32) -> Option<Verb> {
    Some(match number {
        -1 => Verb::Past,
        0 => Verb::Present,
        1 => Verb::Future,
        2 => Verb::Modal,
        3 => Verb::Plans,
        4 => Verb::Agreed,
        _ => return None,
    })
}

fn preposition(number: i32) -> Option<Preposition> {
    Some(match number {
        0 => Preposition::Within,
        1 => Preposition::Since,
        2 => Preposition::Until,
        3 => Preposition::Any,
        _ => return None,
    })
}

fn portion(number: i32) -> Option<Portion> {
    Some(match number {
        0 => Portion::Early,
        1 => Portion::Mid,
        2 => Portion::Late,
        3 => Portion::Earlier,
        4 => Portion::Later,
        _ => return None,
    })
}

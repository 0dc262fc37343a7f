//! Reading an article and marking what is found, without seeing what anybody else found.

mod draw;

use crate::model::{CodingItem, StanceValue, TopicChoice};

use super::input::Input;
use super::key::Key;

/// What a key makes whoever runs the view do.
#[derive(Clone, Debug, PartialEq)]
pub enum CodingAsk {
    /// Record a statement, then [`CodingScreen::recorded`] or [`CodingScreen::failed`].
    Add(Statement),
    /// Take back the statement that was recorded last in this article.
    Undo,
    /// The article was read in full.
    Finish,
    /// Show the next article, leaving this one as it is.
    Next,
    /// Show the article before.
    Back,
    /// Leave.
    Quit,
}

/// A statement as it was marked and typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Code points of the text, or of the headline, half-open.
    pub span: (usize, usize),
    /// Whether they count in the headline.
    pub in_title: bool,
    /// Id, name or alias of whose position it is.
    pub actor: String,
    /// Codebook id of the topic.
    pub topic: String,
    /// The position.
    pub stance: StanceValue,
    /// The day or days of saying, as typed; none for the day of the article.
    pub said: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    Reading,
    Actor(Input),
    /// The actor, and what was typed of the topic.
    Topic(String, Input),
    /// The actor and the topic.
    Stance(String, String),
    Day(Input),
    Help,
}

/// The view: an article, what is marked in it, and what the next key means.
#[derive(Clone, Debug)]
pub struct CodingScreen {
    coder: String,
    topics: Vec<TopicChoice>,
    item: Option<CodingItem>,
    chars: Vec<char>,
    title: Vec<char>,
    /// Whether the passage is marked in the headline.
    in_title: bool,
    /// Which of how many articles.
    place: (usize, usize),
    /// Sentences marked, first and last.
    sentences: (usize, usize),
    /// The passage marked.
    span: (usize, usize),
    /// Who was typed last: articles quote one and the same again and again.
    actor: String,
    said: Option<String>,
    message: String,
    mode: Mode,
    scroll: i32,
}

impl CodingScreen {
    /// An empty view for a coder who looks for these topics.
    pub fn new(coder: &str, topics: Vec<TopicChoice>) -> Self {
        Self {
            coder: coder.to_owned(),
            topics,
            item: None,
            chars: Vec::new(),
            title: Vec::new(),
            in_title: false,
            place: (0, 0),
            sentences: (0, 0),
            span: (0, 0),
            actor: String::new(),
            said: None,
            message: String::new(),
            mode: Mode::Reading,
            scroll: 0,
        }
    }

    /// Shows an article, the `number`th of `all`; none where nothing is left to read.
    pub fn show(&mut self, item: Option<CodingItem>, number: usize, all: usize) {
        self.chars = item.iter().flat_map(|item| item.text.chars()).collect();
        let title = item.iter().filter_map(|item| item.title.as_deref());
        self.title = title.flat_map(str::chars).collect();
        self.place = (number, all);
        self.item = item;
        self.actor.clear();
        self.mark(0, 0);
        self.clear();
    }

    /// Shows what was recorded in the article by now; the marked passage stays.
    pub fn recorded(&mut self, item: CodingItem) {
        self.item = Some(item);
        self.clear();
    }

    /// Says what was done.
    pub fn told(&mut self, message: impl Into<String>) {
        self.message = message.into();
    }

    /// Says that it could not be done.
    pub fn failed(&mut self, message: impl Into<String>) {
        self.mode = Mode::Reading;
        self.message = format!("✗ {}", message.into());
    }

    fn clear(&mut self) {
        self.said = None;
        self.mode = Mode::Reading;
        self.message.clear();
        self.scroll = 0;
    }

    /// Takes a key; says what it asks for, if anything.
    pub fn press(&mut self, key: Key) -> Option<CodingAsk> {
        if key == Key::Interrupt {
            return Some(CodingAsk::Quit);
        }
        match (&mut self.mode, key) {
            (Mode::Reading, key) => return self.read(key),
            (Mode::Help, _) | (_, Key::Esc) => self.mode = Mode::Reading,
            (Mode::Actor(input), Key::Enter) => {
                let actor = input.text();
                if !actor.is_empty() {
                    self.actor.clone_from(&actor);
                    self.mode = match self.topics.as_slice() {
                        [only] => Mode::Stance(actor, only.topic.clone()),
                        _ => Mode::Topic(actor, Input::default()),
                    };
                }
            }
            (Mode::Topic(actor, input), Key::Enter) => {
                let (actor, typed) = (actor.clone(), input.text());
                match self.topic(&typed) {
                    Some(topic) => self.mode = Mode::Stance(actor, topic),
                    None => self.message = "✗ type its number, or a part of its id".into(),
                }
            }
            (Mode::Day(input), Key::Enter) => {
                let day = input.text();
                self.said = (!day.is_empty()).then_some(day);
                self.mode = Mode::Reading;
            }
            (Mode::Actor(input) | Mode::Topic(_, input) | Mode::Day(input), key) => {
                input.press(key);
            }
            (Mode::Stance(actor, topic), Key::Char(digit @ '1'..='5')) => {
                let stance = StanceValue::new(digit as i16 - '3' as i16)?;
                return Some(CodingAsk::Add(Statement {
                    span: self.span,
                    in_title: self.in_title,
                    actor: actor.clone(),
                    topic: topic.clone(),
                    stance,
                    said: self.said.clone(),
                }));
            }
            (Mode::Stance(..), _) => {}
        }
        None
    }

    fn read(&mut self, key: Key) -> Option<CodingAsk> {
        let (first, last) = self.sentences;
        match key {
            Key::Char('q') | Key::Esc => return Some(CodingAsk::Quit),
            Key::Char('?') => self.mode = Mode::Help,
            Key::Char('b') => return Some(CodingAsk::Back),
            _ if self.item.is_none() => {}
            Key::Char('s') => return Some(CodingAsk::Next),
            Key::Char('u') => return Some(CodingAsk::Undo),
            Key::Char('f') => return Some(CodingAsk::Finish),
            Key::Char('t') if self.in_title => self.mark(0, 0),
            Key::Char('t') => self.mark_headline(),
            Key::Down | Key::Char('j') if self.in_title => self.mark(0, 0),
            Key::Down | Key::Char('j') => self.mark(first + 1, first + 1),
            // The headline stands above the first sentence.
            Key::Up | Key::Char('k') if first == 0 && !self.title.is_empty() => {
                self.mark_headline();
            }
            Key::Up | Key::Char('k') => self.mark(first.saturating_sub(1), first.saturating_sub(1)),
            Key::Right | Key::Char('+') | Key::Left | Key::Char('-') if self.in_title => {}
            Key::Right | Key::Char('+') => self.mark(first, last + 1),
            Key::Left | Key::Char('-') => self.mark(first, last.saturating_sub(1).max(first)),
            Key::Char(']') => self.span.0 = self.word_behind(self.span.0).min(self.span.1 - 1),
            Key::Char('[') => self.span.0 = self.word_before(self.span.0),
            Key::Char('{') => self.span.1 = self.end_before(self.span.1).max(self.span.0 + 1),
            Key::Char('}') => self.span.1 = self.end_behind(self.span.1),
            Key::PageDown => self.scroll += 10,
            Key::PageUp => self.scroll -= 10,
            Key::Char('d') => {
                let day = self.item.as_ref().and_then(|item| item.published_day);
                let known = self.said.clone().or(day.map(|day| day.to_string()));
                self.mode = Mode::Day(Input::of(&known.unwrap_or_default()));
            }
            Key::Char('a') | Key::Enter if self.topics.is_empty() => {
                self.message = "✗ the codebook has no topic to code".into();
            }
            Key::Char('a') | Key::Enter => self.mode = Mode::Actor(Input::of(&self.actor)),
            _ => {}
        }
        None
    }

    /// Marks the whole headline.
    fn mark_headline(&mut self) {
        match self.title.is_empty() {
            true => self.message = "✗ the article has no headline".into(),
            false => {
                self.in_title = true;
                self.sentences = (0, 0);
                self.span = (0, self.title.len());
            }
        }
    }

    /// What the marked passage counts in.
    fn marked(&self) -> &[char] {
        match self.in_title {
            true => &self.title,
            false => &self.chars,
        }
    }

    /// Marks whole sentences, as far as there are that many.
    fn mark(&mut self, first: usize, last: usize) {
        self.in_title = false;
        let sentences = self.item.as_ref().map(|item| item.sentences.as_slice());
        let Some(sentences) = sentences.filter(|s| !s.is_empty()) else {
            self.span = (0, self.chars.len());
            return;
        };
        let end = sentences.len() - 1;
        self.sentences = (first.min(end), last.min(end));
        self.span = (sentences[self.sentences.0].0, sentences[self.sentences.1].1);
        self.scroll = 0;
    }

    /// The topic of a number in the list, or of the only id that has the text in it.
    fn topic(&self, typed: &str) -> Option<String> {
        let number = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        if let Some(choice) = number.and_then(|n| self.topics.get(n)) {
            return Some(choice.topic.clone());
        }
        let mut fitting = self.topics.iter().filter(|t| t.topic.contains(typed));
        match (typed.is_empty(), fitting.next(), fitting.next()) {
            (false, Some(one), None) => Some(one.topic.clone()),
            _ => self
                .topics
                .iter()
                .find(|t| t.topic == typed)
                .map(|t| t.topic.clone()),
        }
    }

    fn is_space(&self, at: usize) -> bool {
        self.marked().get(at).is_none_or(|c| c.is_whitespace())
    }

    fn word_behind(&self, mut at: usize) -> usize {
        while at < self.marked().len() && !self.is_space(at) {
            at += 1;
        }
        while at < self.marked().len() && self.is_space(at) {
            at += 1;
        }
        at
    }

    fn word_before(&self, mut at: usize) -> usize {
        while at > 0 && self.is_space(at - 1) {
            at -= 1;
        }
        while at > 0 && !self.is_space(at - 1) {
            at -= 1;
        }
        at
    }

    fn end_before(&self, mut at: usize) -> usize {
        while at > 0 && !self.is_space(at - 1) {
            at -= 1;
        }
        while at > 0 && self.is_space(at - 1) {
            at -= 1;
        }
        at
    }

    fn end_behind(&self, mut at: usize) -> usize {
        while at < self.marked().len() && self.is_space(at) {
            at += 1;
        }
        while at < self.marked().len() && !self.is_space(at) {
            at += 1;
        }
        at
    }
}

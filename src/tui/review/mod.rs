//! Reviewing proposals one by one.

mod draw;

use crate::model::{LinkKind, ReviewItem, ReviewOrder, StanceValue};

use super::input::Input;
use super::key::Key;

/// What a key makes whoever runs the view do.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Record a verdict, then [`ReviewScreen::told`] or [`ReviewScreen::failed`].
    Judge {
        /// The verdict.
        answer: Answer,
        /// Why.
        note: Option<String>,
    },
    /// Take the last verdict of this session back and show its proposal again.
    Undo,
    /// Show the next proposal.
    Next,
    /// Show the proposal before.
    Back,
    /// Go on in another order.
    Reorder(ReviewOrder),
    /// Leave.
    Quit,
}

/// A verdict on the proposal shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is right.
    Confirm,
    /// It is wrong.
    Reject,
    /// It is right once a field is changed: "stance=-1", "actor=holt", as `stance review --set` takes them.
    Set(String),
    /// It is on another topic, by id or name.
    Move(String),
}

/// A field whose new value is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Actor,
    Day,
    Topic,
    Note,
}

/// A field whose new value is one of a few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Act,
    Link,
}

impl Choice {
    /// The values, each with its key.
    fn values(self) -> Vec<(char, &'static str)> {
        match self {
            Self::Act => vec![
                ('s', "statement"),
                ('r', "refusal"),
                ('d', "decision"),
                ('v', "vote"),
                ('b', "belief"),
            ],
            Self::Link => {
                let mut values: Vec<_> = ('1'..)
                    .zip(LinkKind::ALL)
                    .map(|(key, kind)| (key, kind.as_str()))
                    .collect();
                values.push(('0', "none"));
                values
            }
        }
    }

    fn field(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Link => "link",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    Reading,
    Typing(Field, Input),
    Choosing(Choice),
    Help,
}

/// The view: what is shown, and what the next key means.
#[derive(Clone, Debug)]
pub struct ReviewScreen {
    reviewer: String,
    scope: String,
    order: ReviewOrder,
    item: Option<ReviewItem>,
    /// Verdicts of this session that stand.
    judged: usize,
    note: Option<String>,
    message: String,
    mode: Mode,
    /// Lines that the text is scrolled down from where the passage is seen best.
    scroll: i32,
}

impl ReviewScreen {
    /// An empty view; `scope` says in words to which actor and topic the queue is narrowed, and may be empty.
    pub fn new(reviewer: &str, scope: &str, order: ReviewOrder) -> Self {
        Self {
            reviewer: reviewer.to_owned(),
            scope: scope.to_owned(),
            order,
            item: None,
            judged: 0,
            note: None,
            message: String::new(),
            mode: Mode::Reading,
            scroll: 0,
        }
    }

    /// Shows a proposal; none where nothing is left to judge. What was begun on the one before is dropped.
    pub fn show(&mut self, item: Option<ReviewItem>) {
        self.item = item;
        self.mode = Mode::Reading;
        self.note = None;
        self.scroll = 0;
    }

    /// Says what was done.
    pub fn told(&mut self, message: impl Into<String>) {
        self.message = message.into();
    }

    /// Says that it could not be done; what was typed stays to be mended.
    pub fn failed(&mut self, message: impl Into<String>) {
        self.message = format!("✗ {}", message.into());
    }

    /// How many verdicts of this session stand.
    pub fn count(&mut self, judged: usize) {
        self.judged = judged;
    }

    /// In which order proposals come.
    pub fn ordered(&mut self, order: ReviewOrder) {
        self.order = order;
    }

    /// Takes a key; says what it asks for, if anything.
    pub fn press(&mut self, key: Key) -> Option<Ask> {
        if key == Key::Interrupt {
            return Some(Ask::Quit);
        }
        match &mut self.mode {
            Mode::Reading => self.read(key),
            Mode::Help => {
                self.mode = Mode::Reading;
                None
            }
            Mode::Choosing(choice) => {
                let choice = *choice;
                let chosen = choice
                    .values()
                    .into_iter()
                    .find(|(of, _)| key == Key::Char(*of));
                match chosen {
                    Some((_, value)) => {
                        self.mode = Mode::Reading;
                        self.judge(Answer::Set(format!("{}={value}", choice.field())))
                    }
                    None => {
                        self.mode = Mode::Reading;
                        None
                    }
                }
            }
            Mode::Typing(field, input) => match key {
                Key::Esc => {
                    self.mode = Mode::Reading;
                    self.message.clear();
                    None
                }
                Key::Enter => {
                    let (field, text) = (*field, input.text());
                    self.typed(field, text)
                }
                key => {
                    input.press(key);
                    None
                }
            },
        }
    }

    fn read(&mut self, key: Key) -> Option<Ask> {
        match key {
            Key::Char('q') | Key::Esc => return Some(Ask::Quit),
            Key::Char('?' | 'h') => self.mode = Mode::Help,
            Key::Char('u') => return Some(Ask::Undo),
            Key::Char('o') => return Some(Ask::Reorder(self.order.next())),
            Key::Left | Key::Char('b') => return Some(Ask::Back),
            Key::Up => self.scroll -= 1,
            Key::Down => self.scroll += 1,
            Key::PageUp => self.scroll -= 10,
            Key::PageDown => self.scroll += 10,
            Key::Home => self.scroll = 0,
            // What follows is about a proposal.
            _ if self.item.is_none() => {}
            Key::Right | Key::Char('s' | ' ') => {
                self.message = "skipped; nothing was recorded".into();
                return Some(Ask::Next);
            }
            Key::Char('c') | Key::Enter => return self.judge(Answer::Confirm),
            Key::Char('x') => return self.judge(Answer::Reject),
            Key::Char(digit @ '1'..='5') => return self.place(digit as i16 - '3' as i16),
            Key::Char('a') => self.ask(Field::Actor),
            Key::Char('d') => self.ask(Field::Day),
            Key::Char('t') => self.ask(Field::Topic),
            Key::Char('n') => self.ask(Field::Note),
            Key::Char('k') => self.mode = Mode::Choosing(Choice::Act),
            Key::Char('l') => self.mode = Mode::Choosing(Choice::Link),
            _ => {}
        }
        None
    }

    /// A place on the scale: the proposed one confirms.
    fn place(&mut self, number: i16) -> Option<Ask> {
        let value = StanceValue::new(number)?;
        if self.item.as_ref()?.stance == Some(number) {
            return self.judge(Answer::Confirm);
        }
        self.judge(Answer::Set(format!("stance={}", value.number())))
    }

    fn judge(&self, answer: Answer) -> Option<Ask> {
        self.item.as_ref()?;
        Some(Ask::Judge {
            answer,
            note: self.note.clone(),
        })
    }

    fn ask(&mut self, field: Field) {
        let Some(item) = &self.item else { return };
        let known = match field {
            Field::Actor => item.actor.clone(),
            Field::Day => match (item.said_from, item.said_to) {
                (Some(from), Some(to)) if from == to => Some(from.to_string()),
                (Some(from), Some(to)) => Some(format!("{from}/{to}")),
                _ => item.published_day.map(|day| day.to_string()),
            },
            Field::Topic => Some(item.topic.clone()),
            Field::Note => self.note.clone(),
        };
        self.message.clear();
        self.mode = Mode::Typing(field, Input::of(&known.unwrap_or_default()));
    }

    fn typed(&mut self, field: Field, text: String) -> Option<Ask> {
        let item = self.item.as_ref()?;
        // The mode stays until the verdict is recorded, so that what was typed can be mended.
        let answer = match field {
            Field::Note => {
                self.note = (!text.is_empty()).then_some(text);
                self.mode = Mode::Reading;
                return None;
            }
            _ if text.is_empty() => {
                self.failed("nothing was typed; Esc leaves it as it is");
                return None;
            }
            Field::Topic if text == item.topic => {
                self.failed("it is on this topic; type the id or name of another");
                return None;
            }
            Field::Topic => Answer::Move(text),
            Field::Actor => Answer::Set(format!("actor={text}")),
            Field::Day => Answer::Set(format!("said={text}")),
        };
        self.judge(answer)
    }
}

//! The full-screen views without a terminal: keys typed, and what is on the screen then. The cases are in
//! `fixtures/tui`; `STANCE_BLESS=1` writes what is drawn anew.

mod support;

use std::fmt::Write;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use stance::model::{CodingItem, ReviewItem, ReviewOrder, TopicChoice};
use stance::tui::{Ask, CodingAsk, CodingScreen, Key, ReviewScreen};

/// Keys as a case writes them: characters stand for themselves, others by name in angle brackets.
fn keys(typed: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = typed.trim_end_matches('\n');
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
        let (key, behind) = match named {
            Some((name, behind)) => (named_key(name), behind),
            None => (Key::Char(c), &rest[c.len_utf8()..]),
        };
        keys.push(key);
        rest = behind;
    }
    keys
}

fn named_key(name: &str) -> Key {
    match name {
        "enter" => Key::Enter,
        "esc" => Key::Esc,
        "tab" => Key::Tab,
        "back" => Key::Backspace,
        "delete" => Key::Delete,
        "left" => Key::Left,
        "right" => Key::Right,
        "up" => Key::Up,
        "down" => Key::Down,
        "pgdn" => Key::PageDown,
        "pgup" => Key::PageUp,
        "home" => Key::Home,
        "end" => Key::End,
        "space" => Key::Char(' '),
        _ => panic!("no key {name}"),
    }
}

/// What a terminal of a size shows.
fn drawn(size: (u16, u16), draw: impl FnOnce(&mut ratatui::Frame)) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal.draw(draw).unwrap();
    let buffer = terminal.backend().buffer();
    let mut out = String::new();
    for y in 0..size.1 {
        let line: String = (0..size.0).map(|x| buffer[(x, y)].symbol()).collect();
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// The size after a word in a block's first line: "keys 60x16".
fn size(language: &str) -> (u16, u16) {
    let given = language
        .split_once(' ')
        .and_then(|(_, s)| s.split_once('x'));
    given.map_or((80, 24), |(w, h)| (w.parse().unwrap(), h.parse().unwrap()))
}

#[test]
fn reviewing_goes_by_keys() {
    support::cases::check("fixtures/tui/review.md", |inputs| {
        let mut items = Vec::new();
        let mut out = String::new();
        for (language, body) in inputs {
            if *language == "json" {
                let item: ReviewItem = serde_json::from_str(body).unwrap();
                items.push(item);
                continue;
            }
            let mut coming = items.clone().into_iter();
            let mut screen = ReviewScreen::new("ann", "", ReviewOrder::Uncertain);
            screen.show(coming.next());
            let mut judged = 0;
            for key in keys(body) {
                let Some(ask) = screen.press(key) else {
                    continue;
                };
                let _ = writeln!(out, "→ {ask:?}");
                match ask {
                    Ask::Judge { .. } => {
                        judged += 1;
                        screen.count(judged);
                        screen.told("recorded");
                        screen.show(coming.next());
                    }
                    Ask::Next => screen.show(coming.next()),
                    Ask::Reorder(order) => screen.ordered(order),
                    Ask::Undo | Ask::Back | Ask::Quit => {}
                }
            }
            out += &drawn(size(language), |frame| screen.draw(frame));
        }
        out
    });
}

#[test]
fn coding_goes_by_keys() {
    support::cases::check("fixtures/tui/coding.md", |inputs| {
        let mut article = None;
        let mut topics: Vec<TopicChoice> = Vec::new();
        let mut out = String::new();
        for (language, body) in inputs {
            match *language {
                "article" => article = Some(serde_json::from_str::<CodingItem>(body).unwrap()),
                "topics" => topics = serde_json::from_str(body).unwrap(),
                _ => {
                    let mut screen = CodingScreen::new("ann", topics.clone());
                    screen.show(article.clone(), 3, 12);
                    for key in keys(body) {
                        let Some(ask) = screen.press(key) else {
                            continue;
                        };
                        let _ = writeln!(out, "→ {ask:?}");
                        match ask {
                            CodingAsk::Add(_) => {
                                screen.recorded(article.clone().unwrap());
                                screen.told("recorded");
                            }
                            CodingAsk::Finish | CodingAsk::Next => screen.show(None, 13, 12),
                            CodingAsk::Undo | CodingAsk::Back | CodingAsk::Quit => {}
                        }
                    }
                    out += &drawn(size(language), |frame| screen.draw(frame));
                }
            }
        }
        out
    });
}

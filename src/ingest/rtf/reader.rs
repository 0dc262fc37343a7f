//! Tokens → paragraphs. Groups carry a state that ends with them: what their text belongs to, and how it is written.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::super::docx::{Paragraph, Rank};
use super::super::refused::Fault;
use super::charset;
use super::damaged;
use super::scan::{Token, Tokens};

/// Deepest nesting of groups: what a word processor writes has a few dozen.
const MAX_NESTED: usize = 1000;

/// What a document holds.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// In order, empty ones too.
    pub paragraphs: Vec<Paragraph>,
    /// Named as the properties of a DOCX.
    pub properties: Vec<(&'static str, String)>,
    /// A group has no end.
    pub breaks_off: bool,
}

/// What the text of a group belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Body,
    /// Nothing that is read: colours, pictures, headers, footers, comments, fields' instructions.
    Elsewhere,
    Fonts,
    Styles,
    Information,
    Property(&'static str),
}

/// Groups that hold nothing of the text, by the control word that they begin with. Those behind `\*` are left out
/// unless they are known.
const ELSEWHERE: &[&str] = &[
    "annotation",
    "atnid",
    "atnauthor",
    "colortbl",
    "comment",
    "deleted",
    "fldinst",
    "filetbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "footnote",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "listtext",
    "nonshppict",
    "object",
    "pict",
    "pntext",
    "pntxta",
    "pntxtb",
    "private",
    "rxe",
    "shprslt",
    "sp",
    "tc",
    "tcn",
    "txe",
    "xe",
];

/// Properties, and what they are called in a DOCX.
const PROPERTIES: &[(&str, &str)] = &[
    ("title", "title"),
    ("author", "creator"),
    ("subject", "subject"),
    ("keywords", "keywords"),
    ("category", "category"),
    ("doccomm", "description"),
];

/// Control words that are a character of the text.
const CHARACTERS: &[(&str, char)] = &[
    ("tab", '\t'),
    ("line", '\n'),
    ("lbr", '\n'),
    ("emdash", '—'),
    ("endash", '–'),
    ("emspace", '\u{2003}'),
    ("enspace", '\u{2002}'),
    ("qmspace", '\u{2005}'),
    ("bullet", '•'),
    ("lquote", '‘'),
    ("rquote", '’'),
    ("ldblquote", '“'),
    ("rdblquote", '”'),
];

/// Control words that end a paragraph.
const ENDS: &[&str] = &[
    "par", "page", "sect", "column", "cell", "nestcell", "row", "nestrow",
];

#[derive(Clone, Copy)]
struct State {
    place: Place,
    /// Of the font in force, where it is not the document's.
    encoding: Option<&'static Encoding>,
    /// How many characters behind `\u` stand for the same in an older encoding.
    replaced: usize,
    /// Hidden, or taken out in a tracked change.
    hidden: bool,
    rank: Rank,
}

const BEGINNING: State = State {
    place: Place::Body,
    encoding: None,
    replaced: 1,
    hidden: false,
    rank: Rank::Body,
};

struct Reader {
    document: Document,
    state: State,
    outer: Vec<State>,
    /// The encoding of the document.
    page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    ranks: HashMap<i32, Rank>,
    /// The number of the font or style that is being described.
    described: i32,
    /// The paragraph, or what else is being read.
    text: String,
    /// Bytes that are not decoded yet: of some encodings two are a character.
    bytes: Vec<u8>,
    /// Whether one of these was written as it is, by a program that may have meant UTF-8.
    bare: bool,
    /// First half of a character that `\u` writes in two.
    half: Option<u16>,
    /// How many characters are passed over still.
    over: usize,
    /// A group was just opened, or a `\*` stands at its beginning.
    begins: bool,
    starred: bool,
}

/// Reads a document, or several behind each other.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Fault> {
    let mut reader = Reader {
        document: Document::default(),
        state: BEGINNING,
        outer: Vec::new(),
        page: WINDOWS_1252,
        fonts: HashMap::new(),
        ranks: HashMap::new(),
        described: 0,
        text: String::new(),
        bytes: Vec::new(),
        bare: false,
        half: None,
        over: 0,
        begins: false,
        starred: false,
    };
    for token in Tokens::of(bytes) {
        reader.take(token)?;
    }
    reader.document.breaks_off = !reader.outer.is_empty();
    reader.state = BEGINNING;
    reader.end_paragraph();
    Ok(reader.document)
}

impl Reader {
    fn take(&mut self, token: Token<'_>) -> Result<(), Fault> {
        if let Token::Open | Token::Close = token {
            self.over = 0;
        } else if self.over > 0 {
            return self.pass_over(token);
        }
        let begins = std::mem::take(&mut self.begins);
        match token {
            Token::Open => {
                self.decode();
                if self.outer.len() == MAX_NESTED {
                    return Err(damaged("groups in groups"));
                }
                self.outer.push(self.state);
                self.begins = true;
                self.starred = false;
            }
            Token::Close => self.close(),
            Token::Word(name, number) => self.word(name, number, begins),
            Token::Byte(byte) => self.bytes.push(byte),
            Token::Symbol(symbol) => self.symbol(symbol, begins),
            Token::Text(text) => {
                self.bare |= !text.is_ascii();
                self.bytes.extend_from_slice(text);
            }
        }
        Ok(())
    }

    /// Passes over one character, however it is written.
    fn pass_over(&mut self, token: Token<'_>) -> Result<(), Fault> {
        let passed = match token {
            Token::Text(text) => {
                let passed = self.over.min(text.len());
                self.over -= passed;
                return match &text[passed..] {
                    [] => Ok(()),
                    rest => self.take(Token::Text(rest)),
                };
            }
            _ => 1,
        };
        self.over -= passed;
        Ok(())
    }

    fn close(&mut self) {
        self.decode();
        if let Place::Property(name) = self.state.place {
            let value = std::mem::take(&mut self.text);
            if !value.trim().is_empty() {
                self.document
                    .properties
                    .push((name, value.trim().to_owned()));
            }
        }
        // One that was never opened ends nothing.
        if let Some(outer) = self.outer.pop() {
            self.state = outer;
        }
        if self.outer.is_empty() {
            self.end_document();
        }
    }

    /// Some programs write one document behind the other.
    fn end_document(&mut self) {
        self.state = BEGINNING;
        self.end_paragraph();
        self.page = WINDOWS_1252;
        self.fonts.clear();
        self.ranks.clear();
    }

    fn symbol(&mut self, symbol: u8, begins: bool) {
        match symbol {
            b'*' => {
                self.starred = begins;
                self.begins = begins;
            }
            b'\\' | b'{' | b'}' => self.bytes.push(symbol),
            b'~' => self.put('\u{a0}'),
            b'_' => self.put('-'),
            b'\r' | b'\n' => self.end_paragraph(),
            b'\t' => self.put('\t'),
            _ => {}
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>, begins: bool) {
        self.decode();
        let starred = begins && std::mem::take(&mut self.starred);
        if begins && self.destination(name, starred) {
            return;
        }
        let on = number != Some(0);
        match (name, number) {
            ("u", Some(number)) => {
                self.unicode(number);
                self.over = self.state.replaced;
            }
            ("uc", Some(number)) => self.state.replaced = usize::try_from(number).unwrap_or(1),
            ("ansicpg", Some(page)) => self.page = charset::of_page(page).unwrap_or(self.page),
            ("mac", _) => self.page = encoding_rs::MACINTOSH,
            ("f", Some(font)) if self.state.place == Place::Fonts => self.described = font,
            ("fcharset" | "cpg", Some(number)) if self.state.place == Place::Fonts => {
                let found = if name == "cpg" {
                    charset::of_page(number)
                } else {
                    charset::of_font(number)
                };
                if let Some(encoding) = found {
                    self.fonts.insert(self.described, encoding);
                }
            }
            ("f", Some(font)) => self.state.encoding = self.fonts.get(&font).copied(),
            ("plain", _) => {
                self.state.hidden = false;
                self.state.encoding = None;
            }
            ("s", Some(style)) if self.state.place == Place::Styles => self.described = style,
            ("s", Some(style)) => {
                self.state.rank = self.ranks.get(&style).copied().unwrap_or_default()
            }
            ("outlinelevel", Some(0)) if self.state.place == Place::Body => {
                self.state.rank = Rank::Title
            }
            ("pard", _) => self.state.rank = Rank::Body,
            ("v" | "deleted", _) => self.state.hidden = on,
            _ if ENDS.contains(&name) => self.end_paragraph(),
            _ => {
                if let Some((_, character)) = CHARACTERS.iter().find(|(known, _)| *known == name) {
                    self.put(*character);
                }
            }
        }
    }

    /// What the group that begins with this word belongs to, if the word tells that.
    fn destination(&mut self, name: &str, starred: bool) -> bool {
        let place = match (self.state.place, name) {
            (Place::Elsewhere, _) => Place::Elsewhere,
            (Place::Body, "fonttbl") => Place::Fonts,
            (Place::Body, "stylesheet") => Place::Styles,
            (Place::Body, "info") => Place::Information,
            (Place::Information, _) => match PROPERTIES.iter().find(|(known, _)| *known == name) {
                Some((_, property)) => {
                    self.text.clear();
                    Place::Property(property)
                }
                None => Place::Elsewhere,
            },
            // The text once more, in Unicode, is taken of the two.
            (Place::Body, "upr") => Place::Elsewhere,
            // Text boxes.
            (Place::Body, "shpinst" | "shptxt") => Place::Body,
            (Place::Body, _) if starred || ELSEWHERE.contains(&name) => Place::Elsewhere,
            (_, _) if starred => Place::Elsewhere,
            _ => return false,
        };
        self.state.place = place;
        true
    }

    /// A UTF-16 unit as a signed number; characters beyond the first plane take two.
    fn unicode(&mut self, number: i32) {
        let Ok(unit) = u16::try_from(number.rem_euclid(0x1_0000)) else {
            return;
        };
        let units: Vec<u16> = self.half.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        for character in char::decode_utf16(units) {
            self.put(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }

    fn put(&mut self, character: char) {
        self.decode();
        if self.is_read() {
            self.text.push(character);
        }
    }

    fn is_read(&self) -> bool {
        match self.state.place {
            // Blanks and the like between documents are no text.
            Place::Body => !self.state.hidden && !self.outer.is_empty(),
            Place::Styles | Place::Property(_) => true,
            Place::Elsewhere | Place::Fonts | Place::Information => false,
        }
    }

    /// Makes text of the bytes that were read so far.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let bare = std::mem::take(&mut self.bare);
        if !self.is_read() {
            return;
        }
        let encoding = self.state.encoding.unwrap_or(self.page);
        match std::str::from_utf8(&bytes) {
            Ok(text) if bare || bytes.is_ascii() => self.text.push_str(text),
            _ => self
                .text
                .push_str(&encoding.decode_without_bom_handling(&bytes).0),
        }
        if self.state.place == Place::Styles && self.text.ends_with(';') {
            let name = std::mem::take(&mut self.text).to_lowercase();
            if matches!(name.trim_end_matches(';').trim(), "title" | "heading 1") {
                self.ranks.insert(self.described, Rank::Title);
            }
            self.described = 0;
        }
    }

    fn end_paragraph(&mut self) {
        self.decode();
        if self.state.place != Place::Body {
            return;
        }
        let text = std::mem::take(&mut self.text).trim().to_owned();
        self.document.paragraphs.push(Paragraph {
            text,
            rank: self.state.rank,
        });
    }
}

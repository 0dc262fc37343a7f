//! The bytes of a document as groups, control words and text. Nothing that stands in a file keeps it from going on.

/// What comes next in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word12`: its name, and its number if it has one.
    Word(&'a str, Option<i32>),
    /// `\'e9`: a byte of text.
    Byte(u8),
    /// `\~`: a control symbol.
    Symbol(u8),
    /// Text as it stands there; it has no line ends.
    Text(&'a [u8]),
}

/// The tokens of a file, an iterator. Line ends between them are passed over, and so is what `\bin` announces.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// So many bytes, or those that there are.
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn take_while(&mut self, is_part: impl Fn(&u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|byte| !is_part(byte));
        self.take(end.unwrap_or(self.rest.len()))
    }

    /// What stands behind a backslash. At the end of the file that is nothing.
    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.rest.first()?;
        if !first.is_ascii_alphabetic() {
            self.take(1);
            if first != b'\'' {
                return Some(Token::Symbol(first));
            }
            let digits = self
                .rest
                .get(..2)
                .filter(|d| d.iter().all(u8::is_ascii_hexdigit));
            let byte = digits
                .and_then(|digits| std::str::from_utf8(digits).ok())
                .and_then(|digits| u8::from_str_radix(digits, 16).ok());
            return Some(match byte {
                Some(byte) => {
                    self.take(2);
                    Token::Byte(byte)
                }
                // Two digits are wanting: the sign stands for itself.
                None => Token::Text(b"'"),
            });
        }
        let name =
            std::str::from_utf8(self.take_while(u8::is_ascii_alphabetic)).unwrap_or_default();
        let minus =
            self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        if minus {
            self.take(1);
        }
        let digits = std::str::from_utf8(self.take_while(u8::is_ascii_digit)).unwrap_or_default();
        let number = digits
            .parse::<i32>()
            .ok()
            .map(|n| if minus { -n } else { n });
        // One blank behind a control word belongs to it.
        if self.rest.first() == Some(&b' ') {
            self.take(1);
        }
        if name == "bin" {
            self.take(number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0));
        }
        Some(Token::Word(name, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.take_while(|byte| matches!(byte, b'\r' | b'\n' | 0));
        let first = *self.rest.first()?;
        match first {
            b'{' | b'}' | b'\\' => {
                self.take(1);
                match first {
                    b'{' => Some(Token::Open),
                    b'}' => Some(Token::Close),
                    _ => self.control(),
                }
            }
            _ => Some(Token::Text(self.take_while(|byte| {
                !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0)
            }))),
        }
    }
}

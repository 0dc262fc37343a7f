//! Texts from articles made harmless: nothing printed may move a cursor, turn the reading
//! direction or be taken for markup.

/// What becomes of a line break.
#[derive(Clone, Copy, PartialEq)]
pub enum Breaks {
    /// A space: inside running text and cells.
    Space,
    /// It stays: in an article's text.
    Keep,
}

/// The text as it can be shown: control characters become visible pictures (an escape is "␛"), so
/// that nothing is acted on and nothing hidden; direction overrides and tag characters go.
pub fn shown(text: &str, breaks: Breaks) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(match breaks {
                Breaks::Keep => '\n',
                Breaks::Space => ' ',
            }),
            '\t' => out.push(' '),
            '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + c as u32)),
            '\u{7f}' => out.push('\u{2421}'),
            '\u{80}'..='\u{9f}' => out.push('\u{fffd}'),
            _ if is_invisible(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// Direction marks, overrides and isolates, byte order marks, tag characters.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// JSON with what terminals act on written as escapes: the same value, safe to print.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // What is before it is ASCII that can be printed, or escaped already, and goes over whole.
    while let Some(at) = rest.bytes().position(|byte| byte >= 0x7f) {
        let (plain, others) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = others.chars();
        // Outside strings JSON is ASCII, so that these stand in strings only.
        match chars.next() {
            Some(c) if matches!(c, '\u{7f}'..='\u{9f}') || is_invisible(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out += &format!("\\u{unit:04x}");
                }
            }
            c => out.extend(c),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

/// A CSV cell that a spreadsheet would take for a formula gets a leading apostrophe.
pub fn cell(text: &str) -> String {
    let shown = shown_cell(text);
    let formula = matches!(
        text.chars().next(),
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    );
    match formula || shown.starts_with(['=', '+', '-', '@']) {
        true => format!("'{shown}"),
        false => shown,
    }
}

/// Line breaks and tabs are data in a cell; other control characters are not.
pub fn shown_cell(text: &str) -> String {
    let parts: Vec<String> = text
        .split('\t')
        .map(|part| shown(part, Breaks::Keep))
        .collect();
    parts.join("\t")
}

/// Markdown in which every character stands for itself.
pub fn markdown(text: &str) -> String {
    let text = shown(text, Breaks::Space);
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        match c {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '@' => {
                out.push('\\');
                out.push(c);
            }
            // Addresses in a passage stay text: only the report's own links are links.
            '/' if before == ':' && rest.starts_with("//") => out += "\\/",
            '.' if ends_with_www(&out) => out += "\\.",
            '#' | '+' | '-' | '=' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if at > 0 && text[..at].bytes().all(|b| b.is_ascii_digit()) => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        before = c;
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 3 && bytes[bytes.len() - 3..].eq_ignore_ascii_case(b"www")
}

/// The address for a Markdown link, or none where it is no web address.
pub fn web_address(url: &str) -> Option<String> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if matches!(c, '<' | '>' | '(' | ')' | '|' | '\\' | '`' | '"')
            || c.is_control()
            || c.is_whitespace()
            || is_invisible(c)
        {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes)
                .bytes()
                .for_each(|b| out += &format!("%{b:02X}"));
        } else {
            out.push(c);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_is_shown_and_not_acted_on() {
        assert_eq!(
            shown("a\u{1b}[31mb\u{7}\u{9b}c\r\nd", Breaks::Space),
            "a␛[31mb␇\u{fffd}c d"
        );
    }

    #[test]
    fn the_reading_direction_cannot_be_turned() {
        assert_eq!(
            shown(
                "said \u{202e}on\u{202c} \u{2066}x\u{2069}\u{200f}",
                Breaks::Space
            ),
            "said on x"
        );
        assert_eq!(json("\"\u{202e}\""), "\"\\u202e\"");
    }

    #[test]
    fn a_formula_becomes_text() {
        for formula in ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\u{200e}=1", "＝1"] {
            assert!(cell(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(cell("1-1"), "1-1");
    }

    #[test]
    fn markup_in_a_passage_stays_text() {
        assert_eq!(
            markdown("# a | `b` <i>*c*</i>"),
            "\\# a \\| \\`b\\` &lt;i&gt;\\*c\\*&lt;/i&gt;"
        );
        assert_eq!(
            markdown("1. www.x.y https://z"),
            "1\\. www\\.x.y https:\\//z"
        );
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(
            web_address("https://x.y/a b)").as_deref(),
            Some("https://x.y/a%20b%29")
        );
    }
}

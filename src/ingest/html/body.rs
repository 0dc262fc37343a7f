//! The article's paragraphs out of a page.

use dom_query::{Document, NodeRef};
use trafilatura::{Config, Options};

/// Characters below which the library's careful extraction is given up; news briefs are short.
const MIN_FOUND: usize = 100;

/// The body of the article: one line a paragraph, blank lines between. None where there is none.
pub(super) fn text(page: &str, title: Option<&str>) -> Option<String> {
    // Under this size the library falls back to all text of the page in one piece, menus included.
    let config = Config::default().with_min_extracted_size(MIN_FOUND);
    let mut options = Options::default()
        .with_fallback(true)
        .with_links(true)
        .with_config(config);
    options.exclude_comments = true;
    let found = trafilatura::extract(page, &options).ok()?;
    let content = Document::fragment(found.content_html.as_str());
    let mut paragraphs = Paragraphs::default();
    paragraphs.walk(content.root());
    paragraphs.end();
    if paragraphs.is_list_of_links() {
        return None;
    }
    let mut blocks = paragraphs.blocks;
    blocks.retain(|block| !is_label(block));
    // The headline is kept apart, and the page often shows it at the top of the body, too.
    if let (Some(title), Some(first)) = (title, blocks.first())
        && same_words(title, first)
    {
        blocks.remove(0);
    }
    Some(blocks.join("\n\n"))
}

/// What stands above and below an advertisement, and is no paragraph of any article.
const LABELS: &[&str] = &[
    "ad",
    "advertisement",
    "advertising",
    "article continues after advertisement",
    "article continues below",
    "article continues below advertisement",
    "continue reading the main story",
    "skip advertisement",
    "sponsored",
    "story continues below",
    "story continues below advertisement",
];

fn is_label(block: &str) -> bool {
    let words: Vec<&str> = block
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.len() <= 6 && LABELS.contains(&words.join(" ").to_lowercase().as_str())
}

fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    words(one) == words(other)
}

/// Collects the text of block elements, with the white space of HTML collapsed.
#[derive(Default)]
struct Paragraphs {
    blocks: Vec<String>,
    block: String,
    /// Bytes of text in links, and in all.
    linked: usize,
    total: usize,
}

impl Paragraphs {
    /// Depth is bounded by the check of the page before.
    fn walk(&mut self, node: NodeRef<'_>) {
        if node.is_text() {
            self.add(&node.text());
            return;
        }
        let name = node
            .node_name()
            .map(|name| name.to_string())
            .unwrap_or_default();
        match name.as_str() {
            "br" | "lb" => return self.line_break(),
            "hr" | "img" | "graphic" | "script" | "style" | "figcaption" => return,
            "q" => self.block.push('“'),
            _ => {}
        }
        let block = is_block(&name);
        if block {
            self.end();
        }
        let before = self.total;
        for child in node.children_it(false) {
            self.walk(child);
        }
        match name.as_str() {
            "a" => self.linked += self.total - before,
            "q" => self.block.push('”'),
            "td" | "th" => self.block.push(' '),
            _ => {}
        }
        if block {
            self.end();
        }
    }

    fn add(&mut self, text: &str) {
        self.total += text.trim().len();
        for c in text.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c');
            if !space {
                self.block.push(c);
            } else if !self.block.is_empty() && !self.block.ends_with([' ', '\n']) {
                self.block.push(' ');
            }
        }
    }

    /// One line break stays in the paragraph, two end it: that is how old pages set paragraphs.
    fn line_break(&mut self) {
        self.block.truncate(self.block.trim_end_matches(' ').len());
        if self.block.ends_with('\n') {
            self.end();
        } else if !self.block.is_empty() {
            self.block.push('\n');
        }
    }

    fn end(&mut self) {
        let block = self.block.trim();
        if !block.is_empty() {
            self.blocks.push(block.to_owned());
        }
        self.block.clear();
    }

    /// Overview pages are mostly headlines that link elsewhere.
    fn is_list_of_links(&self) -> bool {
        self.linked * 2 > self.total
    }
}

/// Whether an element starts on a line of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "form"
            | "center"
            | "address"
            | "hr"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "li"
            | "item"
            | "ul"
            | "ol"
            | "list"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "quote"
            | "pre"
            | "code"
            | "table"
            | "tr"
            | "row"
            | "figure"
    )
}

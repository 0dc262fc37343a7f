//! Markdown: front matter, a leading heading as the title, and the words without their markup.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::date::Reading;
use super::front_matter;
use super::record;
use super::refused::{Fault, Place};
use crate::model::{Article, PublishedBasis};

/// The article of a Markdown file. Its text has one line a paragraph, heading, list item or table row,
/// with a blank line between: markup and hard-wrapped lines would tear sentences apart.
pub(super) fn article(text: &str, reading: Reading) -> Result<Article, Fault> {
    let (fields, body) = front_matter::split(text)?;
    let (heading, body) = prose(body);
    let mut article = record::described(fields, PublishedBasis::Record, reading)
        .map_err(|fault| fault.at(Place::Line(1)))?;
    article.text = body;
    match (&article.title, heading) {
        (None, heading) => article.title = heading,
        (Some(title), Some(heading)) if *title != heading => {
            article.text = format!("{heading}\n\n{}", article.text);
        }
        _ => {}
    }
    Ok(article)
}

/// The first-level heading that the text starts with, and the rest as plain paragraphs.
fn prose(markdown: &str) -> (Option<String>, String) {
    let mut writer = Writer::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(markdown, options) {
        writer.event(event);
    }
    writer.end_block();
    (writer.title, writer.out)
}

#[derive(Default)]
struct Writer {
    title: Option<String>,
    out: String,
    block: String,
    in_title: bool,
    /// Depth of images, whose captions are no prose of the article.
    images: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images -= 1,
            Event::Start(Tag::Heading { level, .. }) => {
                self.end_block();
                self.in_title =
                    level == HeadingLevel::H1 && self.out.is_empty() && self.title.is_none();
            }
            Event::End(TagEnd::Heading(_)) if self.in_title => {
                self.in_title = false;
                self.title = Some(std::mem::take(&mut self.block).trim().to_owned());
            }
            Event::Start(tag) if is_block(&tag) => self.end_block(),
            Event::End(TagEnd::TableCell) => self.block.push('\t'),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableRow
                | TagEnd::TableHead,
            ) => self.end_block(),
            Event::Text(text) | Event::Code(text) if self.images == 0 => self.block.push_str(&text),
            Event::SoftBreak => self.block.push(' '),
            Event::HardBreak => self.block.push('\n'),
            Event::Rule => self.end_block(),
            _ => {}
        }
    }

    fn end_block(&mut self) {
        let block = self.block.trim();
        if !block.is_empty() {
            if !self.out.is_empty() {
                self.out.push_str("\n\n");
            }
            self.out.push_str(block);
        }
        self.block.clear();
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::TableRow
    )
}

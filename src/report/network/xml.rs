//! XML that is written as it is made.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::report::safe::{Breaks, shown};

/// A file being written. Writing to memory cannot fail, so that what the writer returns is dropped.
pub struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<String>,
}

impl Xml {
    /// An empty file.
    pub fn new() -> Self {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        Self {
            writer,
            open: Vec::new(),
        }
    }

    /// Opens an element; its attributes are made safe and escaped.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = self
            .writer
            .write_event(Event::Start(start(name, attributes)));
        self.open.push(name.to_owned());
    }

    /// An element with nothing but text in it.
    pub fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        if text.is_empty() {
            let _ = self
                .writer
                .write_event(Event::Empty(start(name, attributes)));
            return;
        }
        let text = shown(text, Breaks::Space);
        let _ = self
            .writer
            .write_event(Event::Start(start(name, attributes)));
        let _ = self.writer.write_event(Event::Text(BytesText::new(&text)));
        let _ = self.writer.write_event(Event::End(BytesEnd::new(name)));
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = self.writer.write_event(Event::End(BytesEnd::new(name)));
        }
    }

    /// Closes all that is open, and gives the file.
    pub fn end(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        String::from_utf8_lossy(&self.writer.into_inner()).into_owned() + "\n"
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        let value = shown(value, Breaks::Space);
        start.push_attribute((*name, value.as_str()));
    }
    start
}

/// A number as programs read it: as many digits as it needs, at most twelve behind the point.
pub fn weight(value: f64) -> String {
    let written = format!("{value:.12}");
    let short = written.trim_end_matches('0').trim_end_matches('.');
    match short {
        "-0" | "" => "0".to_owned(),
        short => short.to_owned(),
    }
}

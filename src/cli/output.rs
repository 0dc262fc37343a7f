//! Where reports go: standard output, or the file that `--output` names, in the format asked for.

use std::cell::Cell;
use std::fs::OpenOptions;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::context::{Context, put};
use super::error::CliError;
use crate::report::{Format, Report, Style, file, render};

/// The format and the file of a run.
#[derive(Debug)]
pub(super) struct Output {
    format: Format,
    file: Option<PathBuf>,
    /// Whether the file was begun; what else the command prints goes behind it.
    begun: Cell<bool>,
}

impl Output {
    /// The format that is asked for, else the one of the file's ending, else a table.
    pub(super) fn new(format: Option<&str>, file: Option<&Path>) -> Result<Self, CliError> {
        let ending = file
            .and_then(Path::extension)
            .and_then(|ending| ending.to_str());
        let format = match (format, ending) {
            (Some(name), _) => name.parse().map_err(CliError::new)?,
            (None, Some(ending)) => of_ending(ending).unwrap_or_default(),
            (None, None) => Format::Table,
        };
        Ok(Self {
            format,
            file: file.map(Path::to_owned),
            begun: Cell::new(false),
        })
    }

    /// The file that is printed into, where one is named.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Refuses a file whose ending says nothing, where no format is asked for.
    fn known(&self, asked: Option<&str>) -> Result<(), CliError> {
        let Some(path) = self.file.as_deref().filter(|_| asked.is_none()) else {
            return Ok(());
        };
        match path.extension().and_then(|ending| ending.to_str()) {
            Some(ending) if of_ending(ending).is_none() => Err(CliError::new(format!(
                "{}: reports are not written as .{ending}",
                path.display()
            ))
            .hint(format!("{ENDINGS}; or say --format"))),
            _ => Ok(()),
        }
    }

    fn write(&self, bytes: &[u8]) -> Result<(), CliError> {
        let Some(path) = &self.file else {
            return put(bytes);
        };
        let again = self.begun.replace(true);
        let mut options = OpenOptions::new();
        options.create(true).write(true);
        options.append(again).truncate(!again);
        let written = options
            .open(path)
            .and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| CliError::file(path.display(), &error))
    }
}

/// What a file's ending asks for.
fn of_ending(ending: &str) -> Option<Format> {
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => Some(Format::Html),
        "md" => Some(Format::Markdown),
        "ndjson" => Some(Format::Jsonl),
        "txt" => Some(Format::Table),
        // Formats that have another ending are no endings.
        "table" | "markdown" => None,
        other => other.parse().ok(),
    }
}

/// The endings that ask for a format.
const ENDINGS: &str =
    ".txt (a table), .md, .html, .csv, .xlsx, .parquet, .json, .jsonl, .svg, .graphml, .gexf";

impl Context {
    /// Whether reports are printed for people to read and not for programs.
    pub(super) fn for_people(&self) -> bool {
        matches!(
            self.output.format,
            Format::Table | Format::Markdown | Format::Html
        )
    }

    /// Whether of reports the rows alone are written.
    pub(super) fn reads_rows(&self) -> bool {
        matches!(
            self.output.format,
            Format::Csv | Format::Jsonl | Format::Xlsx | Format::Parquet
        )
    }

    /// The format asked for.
    pub(super) fn format(&self) -> Format {
        self.output.format
    }

    /// Prints a report in the format asked for.
    pub(super) fn print(&self, report: &Report) -> Result<(), CliError> {
        self.output.known(self.global.format.as_deref())?;
        let stdout = std::io::stdout();
        let terminal = stdout.is_terminal() && self.output.file.is_none();
        let colour = terminal && !self.global.no_color && std::env::var_os("NO_COLOR").is_none();
        let style = Style {
            width: if terminal { width() } else { 100 },
            colour,
            made_on: Some(self.made_on),
        };
        let format = self.output.format;
        if !format.is_text() {
            if stdout.is_terminal() && self.output.file.is_none() {
                return Err(CliError::new(format!("{format} is not for a terminal"))
                    .hint(format!("name a file: --output report.{format}")));
            }
            let bytes = file(report, format, &style).map_err(|error| {
                CliError::new(format!("{format} cannot hold this report: {error}"))
                    .hint("--format csv has no such limit")
            })?;
            return self.output.write(&bytes);
        }
        let text = render(report, self.output.format, &style);
        if text.is_empty() && matches!(self.output.format, Format::Graphml | Format::Gexf) {
            return Err(
                CliError::new(format!("this report is no network ({})", report.kind))
                    .hint("stance network is one"),
            );
        }
        if text.is_empty() && self.output.format == Format::Svg {
            return Err(CliError::new(format!(
                "there is nothing to draw in this report ({})",
                report.kind
            ))
            .hint("history, shifts, matrix, network and topic show have pictures; --format html prints any report as a page"));
        }
        if terminal && text.lines().count() > height() && paged(&text) {
            return Ok(());
        }
        self.output.write(text.as_bytes())
    }
}

/// Shows a text page by page, in the program that `PAGER` names, else in less; an empty `PAGER` shows it at
/// once. Returns whether it was shown.
fn paged(text: &str) -> bool {
    let named = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = named.split_whitespace();
    let Some(program) = words.next() else {
        return false;
    };
    let mut pager = Command::new(program);
    pager.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Colours are shown, what fits the screen is not paged, and it stays there afterwards.
        pager.env("LESS", "FRX");
    }
    let Ok(mut running) = pager.spawn() else {
        return false;
    };
    if let Some(mut input) = running.stdin.take() {
        // Who leaves the pager early has seen enough.
        let _ = input.write_all(text.as_bytes());
    }
    running.wait().is_ok()
}

/// Lines of the terminal.
fn height() -> usize {
    console::Term::stdout()
        .size_checked()
        .map_or(usize::MAX, |(lines, _)| usize::from(lines))
}

/// Columns of the terminal.
fn width() -> usize {
    console::Term::stdout()
        .size_checked()
        .map_or(100, |(_, columns)| usize::from(columns))
        .clamp(40, 200)
}

//! Refused records in a file of their own, to be mended and taken in.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::cli::error::CliError;
use crate::ingest::{Format, Record, Service};

/// Where refused records go: a file for each format and header among them.
pub(super) struct RefusedFiles {
    /// As the user named it.
    path: PathBuf,
    files: Vec<Records>,
}

/// A file of refused records.
struct Records {
    path: PathBuf,
    format: Format,
    head: Vec<u8>,
    out: BufWriter<File>,
    count: u64,
    lines: u64,
}

impl RefusedFiles {
    /// # Errors
    /// Where the file is there already: what is in it may be half mended.
    pub(super) fn new(path: &Path) -> Result<Self, CliError> {
        if path.exists() {
            return Err(
                CliError::new(format!("{} is there already", path.display()))
                    .hint("take it in and remove it, or name another"),
            );
        }
        Ok(Self {
            path: path.to_owned(),
            files: Vec::new(),
        })
    }

    /// Adds a record; says where it stands now.
    pub(super) fn add(&mut self, record: &Record) -> Result<String, CliError> {
        let same = |f: &Records| f.format == record.format && f.head == record.head;
        let at = match self.files.iter().position(same) {
            Some(at) => at,
            None => {
                let path = self.free(record.format);
                self.files.push(Records::new(path, record)?);
                self.files.len() - 1
            }
        };
        let file = &mut self.files[at];
        file.add(&record.bytes)
            .map_err(|error| failed(&file.path, &error))?;
        Ok(file.place())
    }

    /// A name for a file of this format that nothing has: the one given, or with another extension, or with
    /// a number.
    fn free(&self, format: Format) -> PathBuf {
        let extension = format.extension();
        let taken: HashSet<&Path> = self.files.iter().map(|f| f.path.as_path()).collect();
        let is_own = |path: &Path| {
            let name = path.to_string_lossy();
            path.extension().is_none()
                || Format::of_name(&name).is_some_and(|f| f.extension() == extension)
        };
        let first = match is_own(&self.path) {
            true => self.path.clone(),
            false => self.path.with_extension(extension),
        };
        let numbered = (2..).map(|n| self.path.with_extension(format!("{n}.{extension}")));
        std::iter::once(first)
            .chain(numbered)
            .find(|path| !taken.contains(path.as_path()) && !path.exists())
            .unwrap_or_default()
    }

    /// The files with how many records each holds.
    pub(super) fn finish(mut self) -> Result<Vec<(String, u64)>, CliError> {
        for file in &mut self.files {
            file.out
                .flush()
                .map_err(|error| failed(&file.path, &error))?;
        }
        let named = |f: Records| (f.path.display().to_string(), f.count);
        Ok(self.files.into_iter().map(named).collect())
    }
}

impl Records {
    fn new(path: PathBuf, record: &Record) -> Result<Self, CliError> {
        let file = File::create_new(&path).map_err(|error| failed(&path, &error))?;
        let mut records = Self {
            path,
            format: record.format,
            head: record.head.clone(),
            out: BufWriter::new(file),
            count: 0,
            lines: 0,
        };
        if !record.head.is_empty() {
            records
                .put(&record.head)
                .map_err(|error| failed(&records.path, &error))?;
        }
        Ok(records)
    }

    fn add(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.count += 1;
        if self.format == Format::Export(Service::Nexis) {
            // The mark that the old layout has before each article. Factiva's end with a mark of their own.
            self.put(format!("{} of {} DOCUMENTS\n", self.count, self.count).as_bytes())?;
        }
        self.put(bytes)
    }

    fn put(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.lines += 1 + bytes.iter().filter(|b| **b == b'\n').count() as u64;
        self.out.write_all(bytes)?;
        self.out.write_all(b"\n")
    }

    /// Where the last record stands.
    fn place(&self) -> String {
        let path = self.path.display();
        match self.format {
            Format::JsonLines => format!("{path}:{}", self.lines),
            _ => format!("{path}, record {}", self.count),
        }
    }
}

fn failed(path: &Path, error: &std::io::Error) -> CliError {
    CliError::new(format!("{} cannot be written: {error}", path.display()))
}

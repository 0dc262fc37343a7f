//! What the user named → files, in an order that does not change from run to run.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::detect::Format;
use super::refused::{Fault, Refused};

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, with the name that its articles' ids carry (its path within the folder that the user
    /// named, else its file name) and its size in bytes.
    File {
        /// Where it lies.
        path: PathBuf,
        /// What ids are made of.
        name: String,
        /// Size when it was found; 0 for pipes.
        bytes: u64,
    },
    /// Standard input.
    Stdin,
}

/// What a list of inputs comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Files to read and inputs refused, in the order given; folders by name.
    pub found: Vec<Result<Source, Refused>>,
    /// Files in folders that by their names hold no articles (style sheets, pictures, settings).
    pub left_out: Vec<PathBuf>,
}

impl Sources {
    /// Expands paths, folders (recursively, hidden entries skipped), globs and `-`.
    pub fn find<S: AsRef<str>>(inputs: impl IntoIterator<Item = S>) -> Self {
        let mut sources = Self::default();
        for input in inputs {
            sources.add(input.as_ref());
        }
        sources
    }

    /// Sum of the files' sizes, for progress.
    pub fn bytes(&self) -> u64 {
        self.found
            .iter()
            .map(|source| match source {
                Ok(Source::File { bytes, .. }) => *bytes,
                _ => 0,
            })
            .sum()
    }

    fn add(&mut self, input: &str) {
        let path = Path::new(input);
        if input == "-" {
            self.found.push(Ok(Source::Stdin));
        } else if input.starts_with("http://") || input.starts_with("https://") {
            self.refuse(
                input,
                "it is an address, and no file",
                "give it to stance ingest or stance extract",
            );
        } else if path.is_dir() {
            self.add_folder(path, path);
        } else if path.exists() {
            self.add_file(path, file_name(path));
        } else if input.contains(['*', '?', '[']) {
            self.add_glob(input);
        } else {
            self.refuse(input, "no such file or folder", "check the path");
        }
    }

    fn add_file(&mut self, path: &Path, name: String) {
        let bytes = fs::metadata(path).map_or(0, |data| data.len());
        self.found.push(Ok(Source::File {
            path: path.to_owned(),
            name,
            bytes,
        }));
    }

    fn add_glob(&mut self, pattern: &str) {
        let options = glob::MatchOptions {
            require_literal_leading_dot: true,
            ..glob::MatchOptions::new()
        };
        let matches = match glob::glob_with(pattern, options) {
            Ok(matches) => matches,
            Err(error) => {
                return self.refuse(pattern, &format!("no glob: {error}"), "quote or mend it");
            }
        };
        let before = self.found.len() + self.left_out.len();
        for entry in matches {
            match entry {
                Ok(path) if path.is_dir() => self.add_folder(&path, &path),
                Ok(path) => self.add_file(&path, path.to_string_lossy().into_owned()),
                Err(error) => {
                    let path = error.path().to_owned();
                    self.refuse_io(&path, error.into());
                }
            }
        }
        if self.found.len() + self.left_out.len() == before {
            self.refuse(pattern, "no file matches", "check the pattern");
        }
    }

    /// Links to folders are not followed, so that a loop cannot trap the walk.
    fn add_folder(&mut self, root: &Path, folder: &Path) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.refuse_io(folder, error),
        };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(|entry| entry.file_name());
        for entry in entries {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if file_name(&path).starts_with('.') || is_folder && is_page_assets(&path) {
                continue;
            }
            if is_folder {
                self.add_folder(root, &path);
            } else if !path.is_file() || !Format::may_hold_articles(&path) {
                self.left_out.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap_or(&path);
                self.add_file(&path, name.to_string_lossy().into_owned());
            }
        }
    }

    fn refuse(&mut self, origin: &str, reason: &str, remedy: &str) {
        self.found.push(Err(Refused::new(origin, reason, remedy)));
    }

    fn refuse_io(&mut self, path: &Path, error: io::Error) {
        let refused = Fault::from(error).in_file(&path.to_string_lossy(), None);
        self.found.push(Err(refused));
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.to_string_lossy().into_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Browsers save `page.html` with its pictures and scripts in `page_files/` beside it.
fn is_page_assets(folder: &Path) -> bool {
    let Some(stem) = file_name(folder)
        .strip_suffix("_files")
        .map(|stem| folder.with_file_name(stem))
    else {
        return false;
    };
    ["html", "htm"].iter().any(|extension| {
        let mut page = stem.clone().into_os_string();
        page.push(".");
        page.push(extension);
        Path::new(&page).exists()
    })
}

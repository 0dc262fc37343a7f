//! Errors as a user reads them: what is wrong, and what to do.

use std::fmt::Display;
use std::io::{self, Write};

use crate::ingest::Refused;
use crate::store::StoreError;
use crate::store::embedded::EmbeddedError;
use crate::store::write::FieldError;

/// An error that ends a command.
#[derive(Debug)]
pub(super) struct CliError {
    message: String,
    hint: Option<String>,
    broken_pipe: bool,
}

impl CliError {
    /// An error that says what is wrong.
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            broken_pipe: false,
        }
    }

    /// Adds what to do about it.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same of a field of a correction.
    pub(super) fn into_field(self) -> FieldError {
        FieldError::new(self.message, self.hint.unwrap_or_default())
    }

    /// A file that cannot be read or written.
    pub(super) fn file(path: impl Display, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => {
                Self::new(format!("{path}: no such file or folder")).hint("check the path")
            }
            io::ErrorKind::PermissionDenied => Self::new(format!("{path}: permission denied"))
                .hint("give yourself the right to it"),
            _ => Self::new(format!("{path}: {error}")),
        }
    }

    /// Whether whoever read our output has had enough, which is no error.
    pub(super) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }

    /// Prints to stderr.
    pub(super) fn print(&self) {
        let mut stderr = anstream::stderr().lock();
        // Nobody is left to tell if stderr is gone.
        let _ = writeln!(stderr, "error: {}", self.message);
        if let Some(hint) = &self.hint {
            let _ = writeln!(stderr, "hint: {hint}");
        }
    }
}

impl Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self {
            message: error.to_string(),
            hint: error.hint(),
            broken_pipe: matches!(&error, StoreError::Output(e) if is_broken_pipe(e)),
        }
    }
}

impl From<FieldError> for CliError {
    fn from(error: FieldError) -> Self {
        match error {
            FieldError::Unreadable { why, hint } => Self::new(why).hint(hint),
            FieldError::Store(error) => error.into(),
        }
    }
}

impl From<Refused> for CliError {
    fn from(refused: Refused) -> Self {
        let remedy = refused.remedy.clone();
        let whole = refused.to_string();
        let message = whole.strip_suffix(&format!("; {remedy}"));
        Self::new(message.unwrap_or(&whole)).hint(remedy)
    }
}

impl From<EmbeddedError> for CliError {
    fn from(error: EmbeddedError) -> Self {
        StoreError::from(error).into()
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self {
            broken_pipe: is_broken_pipe(&error),
            message: error.to_string(),
            hint: None,
        }
    }
}

/// Whether a reader has gone; writers of tables and archives wrap what they were told.
fn is_broken_pipe(error: &io::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            if error.kind() == io::ErrorKind::BrokenPipe {
                return true;
            }
            cause = error.get_ref().map(|inner| inner as _);
        } else {
            cause = error.source();
        }
    }
    false
}

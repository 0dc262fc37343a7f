use std::fmt;

/// What is wrong with a codebook, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookError {
    /// File as the user named it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for CodebookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)?;
        if self.remedy.is_empty() {
            return Ok(());
        }
        write!(f, "\n  {}", self.remedy)
    }
}

impl std::error::Error for CodebookError {}

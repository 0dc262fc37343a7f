//! A folder to work in, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::support::postgres::{STANCE, TestDb};

/// A scratch folder with a `stance` on its PATH and nothing of the machine's own environment.
pub struct Program {
    folder: tempfile::TempDir,
    /// Where `DATABASE_URL` points, if anywhere.
    url: Option<String>,
}

/// What a command did.
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Program {
    /// Works on `database`.
    pub fn on(database: &TestDb) -> Program {
        Program::with_url(Some(database.url.clone()))
    }

    /// Works on the database at `url`, or on none that the environment names.
    pub fn with_url(url: Option<String>) -> Program {
        let folder = tempfile::Builder::new()
            .prefix("stance-program-")
            .tempdir()
            .unwrap();
        std::fs::create_dir(folder.path().join("bin")).unwrap();
        std::os::unix::fs::symlink(STANCE, folder.path().join("bin/stance")).unwrap();
        std::fs::create_dir(folder.path().join("work")).unwrap();
        Program { folder, url }
    }

    /// The folder that commands run in.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Writes a file into that folder; returns its name as a string.
    pub fn file<'a>(&self, name: &'a str, bytes: impl AsRef<[u8]>) -> &'a str {
        let path = self.folder().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        name
    }

    /// `stance` with these arguments, not started yet.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.prepared(STANCE);
        command.args(args);
        command
    }

    /// Runs `stance` with these arguments.
    pub fn run(&self, args: &[&str]) -> Outcome {
        Outcome::of(self.command(args).output().unwrap())
    }

    /// Runs `stance`, which must do it well, and returns its standard output.
    pub fn ok(&self, args: &[&str]) -> String {
        let outcome = self.run(args);
        assert_eq!(outcome.code, Some(0), "{args:?}: {}", outcome.stderr);
        outcome.stdout
    }

    /// Runs a line of shell.
    pub fn shell(&self, line: &str) -> Outcome {
        Outcome::of(
            self.prepared("/bin/sh")
                .args(["-c", line])
                .output()
                .unwrap(),
        )
    }

    fn prepared(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        let path = format!("{}:/usr/bin:/bin", self.folder.path().join("bin").display());
        command
            .current_dir(self.folder())
            .stdin(Stdio::null())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.folder.path())
            // A test that forgot to name its database meets this, not the user's own.
            .env("STANCE_HOME", "/dev/null/no-embedded-server")
            .env("TZ", "UTC")
            .env("USER", "editor");
        if let Some(url) = &self.url {
            command.env("DATABASE_URL", url);
        }
        command
    }
}

impl Outcome {
    pub fn of(output: Output) -> Outcome {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Outcome {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code(),
        }
    }
}

//! `stance completions`: for the shell.

use clap::CommandFactory;
use clap_complete::Shell;

use super::error::CliError;
use super::{Cli, Done};

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  stance completions bash > ~/.local/share/bash-completion/completions/stance"
)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: Args) -> Result<Done, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "stance", &mut script);
    std::io::Write::write_all(&mut std::io::stdout(), &script)?;
    Ok(Done::Well)
}

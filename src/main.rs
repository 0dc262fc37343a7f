//! Parses, runs and exits.

use std::process::ExitCode;

use stance::store::embedded;

/// The analysis asks for many small pieces of memory, and gives back on one thread what it got on another: a tenth less
/// time than with the allocator of the C library.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    // Before any thread starts: the supervisor must be the main thread.
    if args
        .next()
        .is_some_and(|verb| verb == embedded::SUPERVISE_VERB)
    {
        return match embedded::supervise(args) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("stance: {error}");
                ExitCode::FAILURE
            }
        };
    }
    stance::cli::main()
}

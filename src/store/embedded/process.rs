//! What the operating system tells about processes, and does to them.

use std::fs::File;
use std::io;
#[cfg(target_os = "linux")]
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Lets the kernel send `signal` to the command when the *thread* that starts it ends, however it
/// ends. Where the system cannot do that (macOS), the command outlives a killed starter.
pub fn die_with_parent(command: &mut Command, signal: i32) {
    #[cfg(target_os = "linux")]
    {
        let parent = std::process::id();
        let arm = move || {
            // SAFETY: prctl and getppid are async-signal-safe and touch no memory of ours.
            let parent_now = unsafe {
                libc::prctl(libc::PR_SET_PDEATHSIG, signal);
                libc::getppid()
            };
            // The parent may have ended before the kernel knew what to do then.
            if parent_now as u32 == parent {
                Ok(())
            } else {
                Err(io::ErrorKind::Interrupted.into())
            }
        };
        // SAFETY: the closure only makes the two system calls above. It runs after the change of
        // user, which would have cleared the setting.
        unsafe { command.pre_exec(arm) };
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (command, signal);
}

/// Puts the command into a session of its own, so that Ctrl-C in the terminal passes it by.
pub fn detach(command: &mut Command) {
    let leave = || {
        // SAFETY: setsid is async-signal-safe; it fails only for a group leader, which a freshly
        // forked process is not.
        unsafe { libc::setsid() };
        Ok::<(), io::Error>(())
    };
    // SAFETY: the closure only makes the system call above.
    unsafe { command.pre_exec(leave) };
}

/// Makes orphaned descendants children of this process, which reaps them, rather than of a
/// process 1 that, in a container, may not.
pub fn adopt_orphans() {
    #[cfg(target_os = "linux")]
    // SAFETY: this sets a flag of our own process.
    unsafe {
        libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1);
    }
}

/// Waits for all children, adopted ones too.
pub fn reap_all() {
    // SAFETY: a null status is allowed; the call ends with -1 when no child is left.
    while unsafe { libc::waitpid(-1, std::ptr::null_mut(), 0) } > 0 {}
}

/// Whether the system can write a whole file system to disk in one call, which spares `initdb` to
/// sync a thousand files one by one: seconds on a busy disk.
pub const SYNCS_AS_A_WHOLE: bool = cfg!(target_os = "linux");

/// Waits until everything on the file system of `folder` is on disk. Does nothing where
/// [`SYNCS_AS_A_WHOLE`] is false.
pub fn sync_file_system(folder: &Path) -> io::Result<()> {
    let folder = File::open(folder)?;
    #[cfg(target_os = "linux")]
    // SAFETY: the descriptor is open while the call lasts.
    if unsafe { libc::syncfs(folder.as_raw_fd()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    drop(folder);
    Ok(())
}

/// Sends a signal to one process.
pub fn signal(pid: i32, signal: i32) -> io::Result<()> {
    // Zero and below would name whole groups.
    if pid <= 0 {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    // SAFETY: kill touches no memory of ours.
    if unsafe { libc::kill(pid, signal) } == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// Whether this is the thread that the process began with. Only Linux tells.
pub fn on_main_thread() -> bool {
    #[cfg(target_os = "linux")]
    // SAFETY: gettid has no preconditions.
    return unsafe { libc::gettid() } as u32 == std::process::id();
    #[cfg(not(target_os = "linux"))]
    true
}

/// The command line of a process that runs, with its arguments separated by NUL on Linux and
/// blanks elsewhere; `None` if there is no such process or it is a zombie.
///
/// Unlike the working folder, it can be read whoever the process belongs to: in a container even
/// root may not look further into other users' processes.
pub fn command_line(pid: i32) -> Option<String> {
    #[cfg(target_os = "linux")]
    {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name, in parentheses, may hold anything; the state follows the last of them.
        let state = stat.rsplit(')').next()?.trim_start().chars().next()?;
        if matches!(state, 'Z' | 'X') {
            return None;
        }
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        Some(String::from_utf8_lossy(&line).into_owned())
    }
    #[cfg(not(target_os = "linux"))]
    {
        let pid = pid.to_string();
        let output = Command::new("ps")
            .args(["-ww", "-o", "stat=,command=", "-p", &pid])
            .output();
        let line = String::from_utf8_lossy(&output.ok()?.stdout)
            .trim()
            .to_owned();
        (!line.is_empty() && !line.starts_with('Z')).then_some(line)
    }
}

/// How many processes are attached to the System V shared memory segment `id`: what is left of a
/// server whose first process was killed. Zero where the system does not tell.
pub fn attached_to_shared_memory(id: i64) -> u64 {
    let Ok(table) = std::fs::read_to_string("/proc/sysvipc/shm") else {
        return 0;
    };
    let row = table.lines().skip(1).find_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        (columns.get(1)?.parse() == Ok(id)).then_some(columns)
    });
    row.and_then(|columns| columns.get(6)?.parse().ok())
        .unwrap_or(0)
}

//! Who runs the server. PostgreSQL refuses to run as root, so root steps down to somebody else.

use super::error::{EmbeddedError, ErrorKind, Result};
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// The effective user of this process.
pub fn me() -> u32 {
    // SAFETY: geteuid has no preconditions and cannot fail.
    unsafe { libc::geteuid() }
}

/// An unprivileged user that root steps down to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    uid: u32,
    gid: u32,
    name: String,
}

/// The user who runs the server: this process's own, or another if this process is root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunAs(Option<User>);

impl RunAs {
    /// For root: the owner of `data` where a cluster exists, else `postgres`, else `nobody`.
    /// For everybody else: themselves.
    pub fn of(data: Option<&Path>) -> Result<RunAs> {
        if me() != 0 {
            return Ok(RunAs(None));
        }
        let owner = data
            .and_then(|data| fs::metadata(data).ok())
            .filter(|m| m.uid() != 0);
        if let Some(owner) = owner {
            let name = user_where(|_, uid| uid == owner.uid()).map(|user| user.name);
            let name = name.unwrap_or_else(|| format!("user {}", owner.uid()));
            return Ok(RunAs(Some(User {
                uid: owner.uid(),
                gid: owner.gid(),
                name,
            })));
        }
        ["postgres", "_postgres", "nobody"]
            .iter()
            .find_map(|wanted| user_where(|name, uid| name == *wanted && uid != 0))
            .map(|user| RunAs(Some(user)))
            .ok_or_else(|| {
                EmbeddedError::new(
                    ErrorKind::NoServerUser,
                    "run stance as a normal user, or name a server with --database",
                )
            })
    }

    /// The user id that the server's processes and files have.
    pub fn uid(&self) -> u32 {
        self.0.as_ref().map_or_else(me, |user| user.uid)
    }

    /// Makes `command` run as this user, from the folder `cwd`: an inherited working folder such
    /// as /root would be closed to them. (When the user id changes, `std` also drops root's
    /// supplementary groups, and it enters `cwd` as the new user.)
    pub fn apply<'c>(&self, command: &'c mut Command, cwd: &Path) -> &'c mut Command {
        command.current_dir(cwd);
        if let Some(user) = &self.0 {
            command.uid(user.uid).gid(user.gid);
        }
        command
    }

    /// Gives `path` to this user. Does nothing when that is ourselves.
    pub fn own(&self, path: &Path) -> std::io::Result<()> {
        match &self.0 {
            Some(user) => chown(path, Some(user.uid), Some(user.gid)),
            None => Ok(()),
        }
    }

    /// Fails if this user cannot get into `folder`; the error names the first closed folder on
    /// the way there.
    pub fn check_enterable(&self, folder: &Path) -> Result<()> {
        let Some(user) = &self.0 else { return Ok(()) };
        if self.can_enter(folder) {
            return Ok(());
        }
        let mut way: Vec<&Path> = folder.ancestors().collect();
        way.reverse();
        let blocked = way
            .into_iter()
            .find(|step| !self.can_enter(step))
            .unwrap_or(folder);
        Err(EmbeddedError::new(
            ErrorKind::NotEnterable {
                folder: folder.to_owned(),
                user: format!("the user {}, as whom root runs PostgreSQL", user.name),
                blocked: blocked.to_owned(),
            },
            "choose another data folder with STANCE_HOME, such as /var/lib/stance",
        ))
    }

    /// Asks the kernel rather than working it out from mode bits, which access lists overrule.
    fn can_enter(&self, folder: &Path) -> bool {
        let mut probe = Command::new("/bin/sh");
        probe
            .args(["-c", ":"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.apply(&mut probe, folder)
            .status()
            .is_ok_and(|status| status.success())
    }
}

/// The first entry of the user database that fits. The file is enough for system users, and
/// spares us the name service, which a static build does not have.
fn user_where(fits: impl Fn(&str, u32) -> bool) -> Option<User> {
    parse_users(&fs::read_to_string("/etc/passwd").ok()?).find(|user| fits(&user.name, user.uid))
}

fn parse_users(passwd: &str) -> impl Iterator<Item = User> {
    passwd.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        // macOS writes nobody's ids as -2.
        let id = |at: usize| Some(fields.get(at)?.parse::<i64>().ok()? as u32);
        Some(User {
            name: fields[0].to_owned(),
            uid: id(2)?,
            gid: id(3)?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_read_and_what_is_no_user_is_passed_over() {
        let passwd = "# comment\nroot:x:0:0:root:/root:/bin/sh\nnobody:*:-2:-2::/:/x\nhalf:x:1\n";
        let users: Vec<User> = parse_users(passwd).collect();
        let names: Vec<(&str, u32, u32)> = users
            .iter()
            .map(|u| (u.name.as_str(), u.uid, u.gid))
            .collect();
        assert_eq!(
            names,
            [("root", 0, 0), ("nobody", u32::MAX - 1, u32::MAX - 1)]
        );
    }

    #[test]
    fn whoever_is_not_root_runs_the_server_themselves() {
        if me() != 0 {
            assert_eq!(RunAs::of(None).unwrap(), RunAs(None));
        }
    }
}

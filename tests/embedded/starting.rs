//! Starts: the first, many at once, and those that cannot be.

use crate::support::home::{Home, as_owner, ask, real_programs};
use stance::store::embedded::{Cluster, ErrorKind};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

#[test]
fn eight_first_starts_at_once_run_one_initdb() {
    let home = Home::new();
    let record = home.path("record");
    fs::write(&record, "").unwrap();
    fs::set_permissions(&record, fs::Permissions::from_mode(0o666)).unwrap();
    let programs = home.programs(
        "programs",
        15,
        &format!("echo initdb >> {}", record.display()),
    );
    let starters: Vec<_> = (0..8).map(|_| home.starter(&programs)).collect();
    for mut starter in starters {
        assert!(starter.wait().unwrap().success());
    }
    assert_eq!(fs::read_to_string(&record).unwrap(), "initdb\n");
}

#[test]
fn a_killed_initdb_leaves_nothing_half() {
    let home = Home::new();
    let begun = home.path("begun");
    fs::create_dir(&begun).unwrap();
    fs::set_permissions(&begun, fs::Permissions::from_mode(0o777)).unwrap();
    let half = format!(
        "touch {}/mark; echo 15 > \"$2/PG_VERSION\"; exec sleep 60",
        begun.display()
    );
    let programs = home.programs("programs", 15, &half);
    let mut starter = home.starter(&programs);
    crate::support::home::eventually("initdb", || begun.join("mark").exists());
    starter.kill().unwrap();
    starter.wait().unwrap();
    assert!(
        home.names().iter().any(|name| name.contains(".new-")),
        "{:?}",
        home.names()
    );

    drop(home.cluster().ensure().unwrap());
    assert!(
        !home.names().iter().any(|name| name.contains(".new-")),
        "{:?}",
        home.names()
    );
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_works_and_its_socket_folder_is_private() {
    let home = Home::new();
    let mut config = home.config();
    config.root = home.root().join("deep").join("d".repeat(100));
    let cluster = Cluster::open(config).unwrap();
    let _lease = cluster.ensure().unwrap();
    assert_eq!(
        ask(&cluster, "postgres", "select 'here'").await.unwrap(),
        ["here"]
    );
    let folder = cluster.status().socket_folder;
    let mode = fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(
        (mode & 0o7777, folder.as_os_str().len() < 80),
        (0o700, true)
    );
    cluster.stop().unwrap();
    fs::remove_dir(folder).unwrap();
}

#[test]
fn a_folder_that_cannot_be_entered_is_named_with_the_reason_and_the_remedy() {
    let home = Home::new();
    let closed = home.path("closed");
    fs::create_dir(&closed).unwrap();
    let mut config = home.config();
    config.root = closed.join("home");
    // Root itself may enter any folder; the user who then runs the server may not.
    // SAFETY: geteuid has no preconditions and cannot fail.
    let root = unsafe { libc::geteuid() } == 0;
    let mode = if root { 0o700 } else { 0 };
    fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).unwrap();
    let error = Cluster::open(config)
        .and_then(|cluster| cluster.ensure())
        .unwrap_err();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();

    let message = error.to_string();
    assert!(message.contains(closed.to_str().unwrap()), "{message}");
    assert!(message.contains("STANCE_HOME"), "{message}");
    if root {
        assert!(
            matches!(error.kind(), ErrorKind::NotEnterable { blocked, .. } if *blocked == closed)
        );
    } else {
        assert!(message.contains("ermission denied"), "{message}");
    }
}

#[test]
fn a_server_that_fails_says_why() {
    let home = Home::with_data();
    drop(home.cluster().ensure().unwrap());
    home.cluster().stop().unwrap();
    let data = home.cluster().status().data.unwrap();
    fs::write(data.join("postgresql.conf"), "no_such_setting = 1\n").unwrap();
    let message = home.cluster().ensure().unwrap_err().to_string();
    assert!(
        message.contains("unrecognized configuration parameter \"no_such_setting\""),
        "{message}"
    );
    assert!(message.contains(data.to_str().unwrap()), "{message}");
}

/// Writes a pid file as a server with the number `pid` would have left it.
fn leave_pid_file(data: &Path, pid: u32) {
    let file = data.join("postmaster.pid");
    let text = format!(
        "{pid}\n{}\n1700000000\n5432\n/s\n\n 1 -1\nready   \n",
        data.display()
    );
    fs::write(&file, text).unwrap();
    let owner = fs::metadata(data).unwrap();
    chown(&file, Some(owner.uid()), Some(owner.gid())).unwrap();
}

#[test]
fn a_pid_file_that_names_a_foreign_process_or_a_zombie_does_not_stop_a_start() {
    let home = Home::with_data();
    let cluster = home.cluster();
    drop(cluster.ensure().unwrap());
    cluster.stop().unwrap();
    let data = cluster.status().data.unwrap();

    // PostgreSQL itself would refuse for a process of its own user.
    let mut foreign = as_owner(&data, "sleep").arg("60").spawn().unwrap();
    leave_pid_file(&data, foreign.id());
    let started = cluster.ensure();
    foreign.kill().unwrap();
    drop(started.unwrap());
    cluster.stop().unwrap();

    // It was killed and nobody has asked for it: a zombie now.
    leave_pid_file(&data, foreign.id());
    drop(cluster.ensure().unwrap());
    foreign.wait().unwrap();
    assert!(cluster.status().accepting);
}

#[test]
fn an_attached_start_needs_no_programs() {
    let home = Home::with_data();
    let _lease = home.cluster().ensure().unwrap();
    let mut config = home.config();
    config.pg_bin = Some(home.path("nothing-here"));
    drop(Cluster::open(config).unwrap().ensure().unwrap());
    assert!(real_programs().is_dir());
}

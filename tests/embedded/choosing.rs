//! Which server programs are used.

use crate::support::home::{Home, only_in, real_programs};
use stance::store::embedded::{Cluster, Config, ErrorKind, Search};

#[test]
fn new_data_is_made_by_the_newest_and_old_data_stays_with_the_major_that_made_it() {
    let home = Home::new();
    let newer = home.programs("newer", 99, "");
    let real = real_programs();
    let both = Config {
        pg_bin: None,
        search: only_in(&[&newer, &real]),
        ..home.config()
    };
    let cluster = Cluster::open(both.clone()).unwrap();
    assert_eq!(
        cluster.status().programs,
        Some(newer.canonicalize().unwrap())
    );

    drop(home.cluster().ensure().unwrap());
    assert_eq!(cluster.status().programs, Some(real));

    home.cluster().stop().unwrap();
    let gone = Config {
        search: only_in(&[&newer]),
        ..both
    };
    let error = Cluster::open(gone).unwrap().ensure().unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::MajorGone { found, .. } if found == "99"),
        "{error}"
    );
    assert!(error.to_string().contains("`stance db install`"), "{error}");
}

#[test]
fn programs_that_do_not_run_or_are_too_old_are_passed_over() {
    let home = Home::new();
    let old = home.programs("old", 14, "");
    let broken = home.script("broken", "postgres", "exit 127");
    home.script("broken", "initdb", "exit 127");
    let lone = home.script("lone", "postgres", "echo 'postgres (PostgreSQL) 20.0'");
    let search = only_in(&[&old, &broken, &lone]);
    let cluster = Cluster::open(Config {
        pg_bin: None,
        search,
        ..home.config()
    })
    .unwrap();
    assert_eq!(cluster.status().programs, None);
}

#[test]
fn a_link_to_postgres_leads_to_the_folder_that_has_all_programs() {
    let home = Home::new();
    let links = home.script("links", "unrelated", "");
    std::os::unix::fs::symlink(real_programs().join("postgres"), links.join("postgres")).unwrap();
    let search = only_in(&[&links]);
    let cluster = Cluster::open(Config {
        pg_bin: None,
        search,
        ..home.config()
    })
    .unwrap();
    assert_eq!(cluster.status().programs, Some(real_programs()));
}

#[test]
fn a_machine_without_postgresql_is_told_the_exact_command() {
    let home = Home::new();
    let message = |search: Search| {
        let config = Config {
            pg_bin: None,
            search,
            ..home.config()
        };
        Cluster::open(config)
            .unwrap()
            .ensure()
            .unwrap_err()
            .to_string()
    };
    let nothing = message(Search::default());
    assert!(nothing.contains("run `stance db install`"), "{nothing}");
    let debian = message(only_in(&[&home.script("debian", "apt-get", "")]));
    assert!(
        debian.contains("`sudo apt-get install postgresql`"),
        "{debian}"
    );
    let wrong = Config {
        pg_bin: Some(home.path("nowhere")),
        ..home.config()
    };
    let wrong = Cluster::open(wrong)
        .unwrap()
        .ensure()
        .unwrap_err()
        .to_string();
    assert!(wrong.ends_with("in STANCE_PG_BIN, or unset it"), "{wrong}");
    let mac = message(only_in(&[&home.script("mac", "brew", "")]));
    assert!(mac.contains("`brew install postgresql@15`"), "{mac}");
}

"""What the embedded server is told: its settings, and the roles and rights that a desk needs.

Four roles. ``huiyin`` owns everything and runs the migrations; console, worker and portal each
sign in as themselves, so that what a face may touch is held by the database and not by its code.
"""

from collections.abc import Mapping

OWNER = "huiyin"
CONSOLE = "huiyin_console"
WORKER = "huiyin_worker"
PORTAL = "huiyin_portal"
ROLES = (OWNER, CONSOLE, WORKER, PORTAL)
DATABASE = "huiyin"
OWN_SETTINGS = "own.conf"

# Small on purpose: one desk on one machine, all its parts together in 600 MB.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "48MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "max_worker_processes": "4",
    "max_logical_replication_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "2",
    "io_method": "sync",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_compression": "on",
    "min_wal_size": "80MB",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_min_duration_statement": "2s",
    "log_line_prefix": "%m %p %u@%d ",
    "password_encryption": "scram-sha-256",
    "scram_iterations": "4096",
}
# After a crash one call per file system, not one per file: starts again in one second, not ten.
IF_LINUX: Mapping[str, str] = {"recovery_init_sync_method": "syncfs"}
# For tests alone: what is committed may be lost with the machine.
CARELESS: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
HOW_ROLES_SIGN_IN = "local all all scram-sha-256\n"
STATEMENT_TIMEOUT = {PORTAL: "15s", CONSOLE: "60s"}


def configuration(settings: Mapping[str, str], socket_folder: str) -> str:
    """The text of ``postgresql.conf``, written anew at every start."""
    head = (
        "# Written by the desk at every start. Settings of your own belong in "
        f"{OWN_SETTINGS} beside this file.\n"
    )
    told = {**settings, "unix_socket_directories": socket_folder}
    lines = [f"{name} = '{value}'\n" for name, value in told.items()]
    return head + "".join(lines) + f"include_if_exists = '{OWN_SETTINGS}'\n"


def role_statements(passwords: Mapping[str, str]) -> list[str]:
    """One statement a line: every role exists with its password, and nobody else may connect."""
    statements = []
    for role, password in passwords.items():
        statements += [
            _created(role),
            f"ALTER ROLE {role} PASSWORD '{password}';",
        ]
    # The worker is the desk itself: the sweeper and the take-in of what is kept apart.
    if WORKER in passwords:
        statements.append(f"ALTER ROLE {WORKER} BYPASSRLS;")
    for role, timeout in STATEMENT_TIMEOUT.items():
        statements.append(f"ALTER ROLE {role} SET statement_timeout = '{timeout}';")
    return statements


def _created(role: str) -> str:
    missing = f"to_regrole('{role}') IS NULL"
    return f"DO $$BEGIN IF {missing} THEN CREATE ROLE {role} LOGIN; END IF; END$$;"


def table_rights() -> list[str]:
    """For the template of all databases: console and worker may use what the owner will make.

    The portal is given nothing here; migrations grant it its few tables one by one.
    """
    later = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT"
    return [
        f"{later} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {CONSOLE}, {WORKER};",
        f"{later} USAGE, SELECT ON SEQUENCES TO {CONSOLE}, {WORKER};",
    ]


def database_rights(database: str) -> list[str]:
    """Who may connect to a database of the desk."""
    return [
        f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;',
        f'GRANT CONNECT, TEMPORARY ON DATABASE "{database}" TO {CONSOLE}, {WORKER};',
        f'GRANT CONNECT ON DATABASE "{database}" TO {PORTAL};',
    ]

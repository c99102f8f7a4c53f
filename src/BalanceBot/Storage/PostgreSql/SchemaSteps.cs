namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// How the tables came to be, step by step: never change one that was released, append another. A step must leave what
/// the version before reads and writes working (<see cref="SchemaStep.OldestReader"/>), for instances of both run side by
/// side while they are replaced one by one.
/// </summary>
/// <param name="OldestReader">The lowest version whose program still works with the tables after this step.</param>
internal sealed record SchemaStep(int OldestReader, string Sql);

internal static class SchemaSteps
{
    /// <summary>The first version that opens sealed fields.</summary>
    public const int SealingVersion = 4;

    /// <summary>The step at index n leads to version n + 1.</summary>
    public static IReadOnlyList<SchemaStep> All { get; } =
    [new(1, First), new(1, Invitations), new(1, Audit), new(1, Sealing)];

    /// <summary>
    /// The queues (inbox, outbox) are small tables through which everything passes: rows live for milliseconds. By default
    /// a vacuum waits for a fifth of the table and works with pauses; here it begins after some thousand dead rows, whatever
    /// the size, and does not pause. Room in each page (fillfactor) keeps a claim from touching the indexes.
    /// </summary>
    private const string First = """
        create table inbox (
            update_id bigint primary key,
            chat bigint not null,
            raw bytea not null,
            kept bigint not null,
            claim uuid not null,
            owner text not null,
            until bigint not null
        ) with (
            fillfactor = 70,
            autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
            autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000,
            autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000
        );
        -- What is sealed cannot be made smaller.
        alter table inbox alter column raw set storage external;
        create index inbox_chat on inbox (chat, update_id);

        create table done (
            update_id bigint primary key,
            at bigint not null,
            by uuid
        ) with (
            autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0
        );
        create index done_at on done (at);

        create table quarantine (
            update_id bigint primary key,
            reason text not null,
            bytes int not null,
            attempts int not null,
            at bigint not null
        );
        create index quarantine_at on quarantine (at);

        create table sessions (
            chat bigint primary key,
            schema int not null,
            state int not null,
            draft bytea,
            ends bigint,
            language text,
            version bigint not null
        ) with (fillfactor = 85);
        create index sessions_ends on sessions (ends) where ends is not null;

        -- Links, choices and episodes are JSON: read and written whole.
        create table subscribers (
            chat bigint primary key,
            links text,
            language text,
            heard text,
            choices text,
            reachable boolean not null,
            version bigint not null
        ) with (fillfactor = 85);

        create table outbox (
            id uuid primary key,
            seq bigint generated always as identity,
            chat bigint not null,
            class int not null,
            body bytea not null,
            dedupe bytea,
            about bytea[],
            not_before bigint,
            expires bigint,
            tries int not null,
            begun boolean not null default false,
            claim uuid not null,
            owner text not null,
            until bigint not null
        ) with (
            fillfactor = 70,
            autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
            autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000,
            autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000
        );
        alter table outbox alter column body set storage external;
        create index outbox_chat on outbox (chat, seq);
        create index outbox_urgent on outbox (seq) where class < 3;
        create index outbox_bulk on outbox (seq) where class >= 3;

        create table dedupe (
            key bytea primary key,
            at bigint not null
        );
        create index dedupe_at on dedupe (at);

        create table attempts (
            key text collate "C" primary key,
            wrong int not null,
            locks int not null,
            locked_until bigint,
            last_at bigint not null,
            last_update bigint not null,
            last_verdict int not null
        ) with (fillfactor = 85);
        create index attempts_last_at on attempts (last_at);

        -- A contract's key is UTF-16 in bytes, for its order.
        create table watches (
            contract bytea not null,
            chat bigint not null,
            version bigint not null,
            reachable boolean not null,
            due bigint,
            choices text,
            terms text,
            episode text,
            unsure boolean not null,
            last text,
            primary key (contract, chat)
        ) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
        create index watches_chat on watches (chat);

        create table due (
            contract bytea not null,
            chat bigint not null,
            wake bigint,
            rank int,
            since bigint,
            urgency int not null,
            primary key (contract, chat)
        ) with (
            autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0
        );
        create index due_wake on due (wake) where wake is not null;
        create index due_rank on due (rank, since) where rank is not null;
        create index due_chat on due (chat);

        create table decisions (
            contract bytea not null,
            chat bigint not null,
            at bigint not null,
            decision text not null,
            primary key (contract, chat, at)
        );
        create index decisions_at on decisions (at);

        create table meta (
            id text primary key,
            until bigint,
            body text,
            sealed bytea
        ) with (fillfactor = 50);

        -- What must not be done twice and has no update: whose commit's answer was lost finds its name here.
        create table operations (
            id uuid primary key,
            at timestamptz not null default clock_timestamp()
        );
        create index operations_at on operations (at);

        create table instances (
            owner text primary key,
            seen_at timestamptz not null,
            version text not null
        ) with (fillfactor = 50);
        """;

    /// <summary>One-time links that are open; the contract's number is sealed.</summary>
    private const string Invitations = """
        create table invitations (
            token text collate "C" primary key,
            contract bytea not null,
            number bytea not null,
            expires bigint not null
        );
        create index invitations_expires on invitations (expires);
        """;

    /// <summary>What happened at the door. Who is forgotten loses chat and contract; the marks are keyed hashes of both.</summary>
    private const string Audit = """
        create table audit (
            id bigint generated always as identity primary key,
            at bigint not null,
            kind int not null,
            chat bigint,
            contract bytea,
            way int,
            detail text,
            chat_mark text,
            contract_mark text
        );
        create index audit_at on audit (at);
        create index audit_chat on audit (chat) where chat is not null;
        create index audit_contract on audit (contract_mark) where contract_mark is not null;
        """;

    /// <summary>
    /// Fields under a key of the operator's. A program before does not read them: it is turned away from the moment at
    /// which the first key is used (<see cref="Probes"/>), not by this step.
    /// </summary>
    private const string Sealing = """
        alter table audit add column sealed bytea, add column key_mark text;
        create index audit_key on audit (key_mark) where key_mark is not null;
        -- The id of the key with which an instance seals.
        alter table instances add column key text;
        """;
}

namespace BalanceBot.Tests.Storage;

public sealed class LiteDbStoreContract() : StoreContract(new LiteDbEngine());

public sealed class LiteDbInboxContract() : InboxContract(new LiteDbEngine());

public sealed class LiteDbScanStoreContract() : ScanStoreContract(new LiteDbEngine());

public sealed class LiteDbWatchContract() : WatchContract(new LiteDbEngine());

public sealed class LiteDbInvitationContract() : InvitationContract(new LiteDbEngine());

public sealed class LiteDbAuditContract() : AuditContract(new LiteDbEngine());

public sealed class LiteDbForgettingContract() : ForgettingContract(new LiteDbEngine());

public sealed class LiteDbOutboxContract() : OutboxContract(new LiteDbEngine());

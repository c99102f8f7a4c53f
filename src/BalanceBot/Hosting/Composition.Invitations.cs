using BalanceBot.Billing;
using BalanceBot.Hosting.Settings;
using BalanceBot.Linking;
using BalanceBot.Storage;

namespace BalanceBot.Hosting;

/// <summary>One-time links: made by operators, by the executable and by the provider's cabinet, redeemed in a chat.</summary>
internal static partial class Composition
{
    /// <summary>What both the running bot and a command beside it make and find invitations by.</summary>
    public static Func<string, string> TokenHash(BotSettings settings) =>
        KeyedHash.From(TokenOf(settings), "invitations").Of;

    private static void AddInvitations(IServiceCollection services, BotSettings settings, OpenStore store)
    {
        KeyedHash attemptKeys = KeyedHash.From(TokenOf(settings), "attempts");
        services
            .AddSingleton(store.Invitations)
            .AddSingleton(AuditOf(store))
            .AddSingleton(sp => new Redeemer(
                sp.GetRequiredService<IInvitationStore>(),
                sp.GetRequiredService<IAttemptStore>(),
                PolicyOf(settings.Linking),
                attemptKeys.Of,
                TokenHash(settings),
                sp.Time()
            ))
            .AddSingleton(sp =>
                InviterOf(
                    settings,
                    store,
                    sp.GetRequiredService<IBilling>(),
                    sp.GetRequiredService<Audit>().Add,
                    () => sp.GetRequiredService<BotIdentity>().UserName,
                    sp.Time()
                )
            );
    }

    public static Inviter InviterOf(
        BotSettings settings,
        OpenStore store,
        IBilling billing,
        Func<AuditEntry, Task> audit,
        Func<string> botUserName,
        TimeProvider time
    ) =>
        new(
            billing,
            store.Invitations,
            TokenHash(settings),
            settings.Linking.InvitationLasts,
            audit,
            botUserName,
            time
        );

    /// <summary>For what is told outside of a turn.</summary>
    public static Audit AuditOf(OpenStore store) => new(entry => store.Audit.Add([entry]));

    private static AttemptPolicy PolicyOf(LinkingSettings linking) =>
        new(linking.WrongAttempts, linking.Locks, linking.ForgetAfter);
}

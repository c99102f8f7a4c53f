using BalanceBot.Sandbox.Clock;
using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Sandbox.ChatPage;

/// <summary>What the page can do: small posts of JSON, answered by 204, a value, or one sentence.</summary>
internal static class PageApi
{
    private const int LongestText = 4096;
    private const int LongestName = 64;
    private static readonly TimeSpan LongestMove = TimeSpan.FromDays(400);

    public static void Map(IEndpointRouteBuilder routes, IChatWorld world, BillingFile billing, SandboxClock clock)
    {
        routes.MapPost("/api/people", (NewPerson asked) => Add(world, asked));
        routes.MapPost("/api/people/{person:long}/close", (long person) => Done(world.Close(person)));
        routes.MapPost("/api/people/{person:long}/say", (long person, Said said) => Say(world, person, said));
        routes.MapPost(
            "/api/people/{person:long}/press",
            (long person, Pressed pressed) =>
                world.Press(person, pressed.Message, pressed.Row, pressed.Column) is { } callback
                    ? Results.Json(new { callback }, PageStream.Json)
                    : Done(false)
        );
        routes.MapPost(
            "/api/people/{person:long}/contact",
            (long person, Contact contact) => Done(world.SendContact(person, contact.Own))
        );
        routes.MapPost(
            "/api/people/{person:long}/kind",
            (long person, Kind kind) => Done(world.SendKind(person, kind.Name))
        );
        routes.MapPost("/api/people/{person:long}/edit", (long person, Edited edited) => Edit(world, person, edited));
        routes.MapPost(
            "/api/people/{person:long}/block",
            (long person, Blocking blocking) => Done(world.Block(person, blocking.Blocked))
        );
        routes.MapPost(
            "/api/faults",
            (Fault fault) =>
                fault.Seconds is < 1 or > 3600
                    ? No("Seconds are from 1 to 3600.")
                    : Done(world.SwitchFault(fault.Kind, fault.On, fault.Seconds))
        );
        routes.MapPost("/api/clock", (Move move) => Forward(clock, move.ForwardSeconds));
        routes.MapPost(
            "/api/contracts/balance",
            (NewBalance asked) => Changed(billing.ChangeBalance(asked.Contract, asked.Balance))
        );
        routes.MapPost("/api/contracts/charge", (Charge charge) => Changed(billing.Charge(charge.Contract)));
        routes.MapPost(
            "/api/contracts/pay",
            (Payment payment) => Changed(billing.Pay(payment.Contract, payment.Amount))
        );
    }

    private static IResult Add(IChatWorld world, NewPerson asked) =>
        string.IsNullOrWhiteSpace(asked.Name) || asked.Name.Length > LongestName
            ? No($"A name has 1 to {LongestName} characters.")
            : Results.Json(world.AddPerson(asked.Name.Trim(), asked.Language), PageStream.Json);

    private static IResult Say(IChatWorld world, long person, Said said) =>
        Unsayable(said.Text) ?? Done(world.Say(person, said.Text));

    private static IResult Edit(IChatWorld world, long person, Edited edited) =>
        Unsayable(edited.Text) ?? Done(world.Edit(person, edited.Message, edited.Text));

    private static IResult? Unsayable(string text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText
            ? No($"A message has 1 to {LongestText} characters.")
            : null;

    private static IResult Forward(SandboxClock clock, long seconds)
    {
        if (seconds < 1 || seconds > LongestMove.TotalSeconds)
        {
            return No("The clock goes forward, by 1 second to 400 days at once.");
        }
        clock.Forward(TimeSpan.FromSeconds(seconds));
        return Results.NoContent();
    }

    private static IResult Changed(BalanceChange change) =>
        change switch
        {
            BalanceChange.Refused refused => No(refused.Why),
            BalanceChange.Done { Told: { } told } => Results.Json(new { told }, PageStream.Json),
            _ => Results.NoContent(),
        };

    private static IResult Done(bool done) =>
        done
            ? Results.NoContent()
            : Results.Text("That is no longer there.", statusCode: StatusCodes.Status404NotFound);

    private static IResult No(string why) => Results.Text(why, statusCode: StatusCodes.Status400BadRequest);

    private sealed record NewPerson(string Name, string Language);

    private sealed record Said(string Text);

    private sealed record Pressed(int Message, int Row, int Column);

    private sealed record Contact(bool Own);

    private sealed record Kind(string Name);

    private sealed record Edited(int Message, string Text);

    private sealed record Blocking(bool Blocked);

    private sealed record Fault(string Kind, bool On, int? Seconds);

    private sealed record Move(long ForwardSeconds);

    private sealed record NewBalance(string Contract, string Balance);

    private sealed record Charge(string Contract);

    private sealed record Payment(string Contract, string Amount);
}

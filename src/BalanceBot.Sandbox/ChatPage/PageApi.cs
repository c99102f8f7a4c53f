using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Sandbox.ChatPage;

/// <summary>What the page can do: small posts of JSON, answered by 204, a value, or one sentence.</summary>
internal static class PageApi
{
    private const int LongestText = 4096;
    private const int LongestName = 64;

    public static void Map(IEndpointRouteBuilder routes, IChatWorld world, BillingFile billing)
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
        routes.MapPost("/api/contracts/balance", (NewBalance asked) => Change(billing, asked));
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

    private static IResult Change(BillingFile billing, NewBalance asked) =>
        billing.ChangeBalance(asked.Contract, asked.Balance) is BalanceChange.Refused refused
            ? No(refused.Why)
            : Results.NoContent();

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

    private sealed record NewBalance(string Contract, string Balance);
}

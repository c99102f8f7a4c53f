using BalanceBot.Sandbox.BotApi;
using BalanceBot.Tests.Billing.Ubilling;
using static BalanceBot.Tests.Flows.SignInStories;

namespace BalanceBot.Tests.Flows;

/// <summary>The whole bot with nothing of Ubilling but its agent, which answers for a subscriber's own password only.</summary>
[Collection(nameof(Alone))]
public sealed class AgentAloneStories
{
    private const string Right = "k7h2mZ9q";
    private const string Question = "Please send the password of the cabinet";

    [Fact]
    public async Task A_person_links_by_password_is_told_the_balance_and_asks_again_by_password()
    {
        await using UbillingWorld world = World();
        await using Scene scene = await On(world);
        long anna = scene.Person();

        string linked = (await Link(scene, anna, "SUB1001", Right)).Text;
        Assert.DoesNotContain("is linked", linked);
        linked = (await Link(scene, anna, "sub1001", Right)).Text;
        Assert.Contains("is linked to this chat", linked);
        Assert.Contains("/balance asks for the password of the web cabinet each time", linked);

        Assert.Contains(Question, (await scene.Ask(anna, "/balance")).Text);
        Assert.Contains("137.46", (await Send(scene, anna, Right)).Text);
        world.Residents[0] = world.Residents[0] with { Cash = 12.5m };
        Assert.Contains(Question, (await scene.Ask(anna, "/balance")).Text);
        Assert.Contains("12.50", (await Send(scene, anna, Right)).Text);

        Assert.DoesNotContain(scene.Log, line => line.Contains(Right) || line.Contains(UbillingWorld.Md5(Right)));
    }

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_tells_nothing_and_is_not_sent()
    {
        await using UbillingWorld world = World();
        await using Scene scene = await On(world);
        long anna = scene.Person();
        await Link(scene, anna, "sub1001", Right);
        await scene.Ask(anna, "/balance");
        for (int guess = 1; guess <= 5; guess++)
        {
            Assert.Contains("could not sign in", (await Send(scene, anna, $"wrong-{guess}")).Text);
            await scene.Press(anna, "Try again");
        }

        int asked = world.Server.Questions.Count;
        Assert.Contains("could not sign in", (await Send(scene, anna, Right)).Text);

        Assert.True(world.Server.Questions.Count > asked);
        Assert.DoesNotContain(
            world.Server.Questions.Skip(asked),
            question => question.Target.Contains(UbillingWorld.Md5(Right))
        );
    }

    [Fact]
    public async Task An_operator_who_asks_of_a_contract_is_told_why_none_can_be_looked_up()
    {
        await using UbillingWorld world = World();
        await using Scene scene = await On(world, ("Operators:Operator:0", "4302"));
        scene.World.AddPerson("Olga", "en", 4302);
        int asked = world.Server.Questions.Count;

        foreach (string command in new[] { "/why sub1001", "/invite sub1001", "/dryrun" })
        {
            Assert.Contains("only to who signs in", (await scene.Ask(4302, command)).Text);
        }

        Assert.Equal(asked, world.Server.Questions.Count);
    }

    private static UbillingWorld World() =>
        new(new Resident("sub1001", Right, "10.9.0.11") { Cash = 137.46m, Contract = "2024/0001" });

    private static Task<Scene> On(UbillingWorld world, params (string Name, string Value)[] more) =>
        Scene.Begin(
            settings: new Dictionary<string, string?>(
                more.Select(one => KeyValuePair.Create<string, string?>(one.Name, one.Value))
            )
            {
                ["Billing:Kind"] = "Ubilling",
                ["Billing:Ubilling:AgentUrl"] = world.Settings.AgentUrl,
                ["Billing:Ubilling:TimeZone"] = "Europe/Kyiv",
                ["Linking:ContractAndDocument"] = "false",
            }
        );

    private static async Task<ChatMessage> Link(Scene scene, long chat, string login, string password)
    {
        await scene.Ask(chat, "/link");
        await scene.Ask(chat, login);
        return await Send(scene, chat, password);
    }
}

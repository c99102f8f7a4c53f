using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Billing.Web;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>The answers of a real ABillS, each read for what it is.</summary>
public sealed class AbillsRecordedTests : IAsyncDisposable
{
    private readonly AbillsGround ground = new();

    [Theory]
    [InlineData("adm_fee", 404, "2")]
    [InlineData("adm_pay", 400, "10069")]
    [InlineData("adm_wrong", 401, "10")]
    [InlineData("login_bad", 400, "1001014")]
    [InlineData("login_badjson", 400, "1")]
    [InlineData("login_empty", 400, "10001")]
    [InlineData("login_nouser", 400, "1001014")]
    [InlineData("user_badsid", 401, "10")]
    [InlineData("user_contacts", 404, "2")]
    [InlineData("user_credit", 400, "4302")]
    [InlineData("user_tariffs", 400, "4504")]
    public void An_error_is_read_by_its_number(string name, int status, string number) =>
        Assert.Equal(new AbillsReply.Error(status, number), Read(name));

    [Fact]
    public void All_others_are_an_object_or_a_list_with_what_stands_there()
    {
        Dictionary<string, AbillsReply> read = Recorded.All.ToDictionary(name => name, Read);

        Assert.Equal(28, read.Count);
        Assert.Equal(11, read.Values.OfType<AbillsReply.Error>().Count());
        Assert.Empty(read.Values.OfType<AbillsReply.Failed>());
        Assert.Equal(
            ["adm_users", "user_fees", "user_internet", "user_pay"],
            read.Where(one => one.Value is AbillsReply.Many).Select(one => one.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(138.1543m, Row(read["adm_user_after"]).Sum("deposit"));
        Assert.Equal(
            ("1000101", "87.654321"),
            (Row(read["user_pi"]).Text("contractId"), Row(read["user"]).Text("deposit"))
        );
        Assert.Equal(
            (null, "0000-00-00"),
            (Row(read["adm_user"]).Date("expire"), Row(read["adm_user"]).Text("expire"))
        );
        Assert.Equal(["380501112233"], Row(read["adm_user_pi"]).Texts("phone"));
        Assert.Equal("3", Row(read["adm_pay2"]).Text("paymentId"));
        Assert.Equal("1", Row(read["user_config"]).Text("msgsUser"));
    }

    [Theory]
    [InlineData("login_ok", "ivan_p", 101)]
    [InlineData("login_other_after_brute", "ivan_p", 101)]
    [InlineData("login_utf8", "olena", 102)]
    [InlineData("login_after_brute", "olena", 102)]
    [InlineData("login_disabled", "petro_off", 103)]
    public async Task Who_logs_in_is_bound_to_the_uid_that_is_named(string name, string login, int uid)
    {
        AbillsBilling billing = ground.Billing(new Subscriber(uid, login) { Contract = "77" });
        ground.Server.Instead["/user/login/"] = Recorded.Reply(name);

        VerifiedContract verified = Found(await billing.VerifyPassword(login, "Correct-Horse", Stop));

        Assert.Equal(new VerifiedContract(KeyOf(uid), "77", login), verified);
        Assert.Equal("DELETE /api.cgi/user/logout", ground.Server.Asked[^1]);
    }

    [Theory]
    [InlineData("login_bad")]
    [InlineData("login_nouser")]
    [InlineData("login_empty")]
    public async Task Who_does_not_is_refused_in_one_way(string name)
    {
        AbillsBilling billing = ground.Billing(new Subscriber(101, "ivan_p"));
        ground.Server.Instead["/user/login/"] = Recorded.Reply(name);

        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(await billing.VerifyPassword("ivan_p", "x", Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(await billing.VerifyPassword("nobody", "x", Stop));
    }

    [Fact]
    public async Task A_passport_on_file_proves_a_contract_by_its_number_in_either_alphabet()
    {
        AbillsBilling billing = ground.Billing(new Subscriber(101, "ivan_p") { Contract = "1000101" });
        await billing.Begin(Stop);
        ground.Server.Instead["/users/all/"] = Recorded.Reply("adm_users");
        ground.Server.Instead["/users/101/pi/"] = Recorded.Reply("adm_user_pi");

        Assert.Equal(
            new VerifiedContract(KeyOf(101), "1000101", "1000101"),
            Found(await billing.VerifyDocument("1000101", "KE 123456", Stop))
        );
        Found(await billing.VerifyDocument("№1000101", "ке123456", Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(
            await billing.VerifyDocument("1000101", "КЕ123457", Stop)
        );
        Assert.Equal(KeyOf(102), Found(await billing.FindByLogin("olena", Stop)));
    }

    [Fact]
    public async Task Payments_and_fees_are_told_by_the_clock_of_its_machine()
    {
        AbillsBilling billing = ground.Billing(new Subscriber(101, "ivan_p"));
        await billing.Begin(Stop);
        ground.Server.Instead["/payments/users/101/"] = Recorded.Reply("user_pay");
        ground.Server.Instead["/fees/users/101/"] = Recorded.Reply("user_fees");
        Period year = new(ground.Time.GetUtcNow().AddYears(-1), ground.Time.GetUtcNow());

        Assert.Equal(
            [
                new Movement(new DateTimeOffset(2026, 8, 1, 9, 0, 0, TimeSpan.Zero), 300, "Cash"),
                new Movement(new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.Zero), 250, "Privat24"),
            ],
            Found(await billing.Payments(KeyOf(101), year, Stop))
        );
        Assert.Equal(
            [new Movement(new DateTimeOffset(2026, 7, 31, 21, 10, 0, TimeSpan.Zero), 220, "Internet: Abon")],
            Found(await billing.Charges(KeyOf(101), year, Stop))
        );
    }

    [Fact]
    public async Task Our_next_charge_is_the_one_that_ABillS_tells_the_subscriber()
    {
        JsonRow told = Assert.IsType<AbillsReply.Many>(Read("user_internet")).Rows[0];
        JsonRow next = told.Row("nextAbon")!;
        AbillsBilling billing = ground.Billing(
            new Subscriber(101, "ivan_p") { Plans = [new Plan(told.Needed("tpName"), told.Needed("monthFee"))] }
        );

        ContractSnapshot contract = Found(await billing.Snapshot(KeyOf(101), Stop));

        Assert.Equal((next.Date("abonDate"), next.Sum("sum")), (contract.NextCharge, contract.Price));
        Assert.Equal(
            8,
            contract.NextCharge!.Value.DayNumber - DateOnly.FromDateTime(ground.Time.GetUtcNow().Date).DayNumber
        );
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_told_at_start()
    {
        ground.Server.Instead["/version/"] = Recorded.Reply("adm_wrong");

        string mistake = Assert.Single(await ground.Billing().Begin(Stop));

        Assert.Contains("access denied: is the key right", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(AbillsServer.Key, mistake, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private static AbillsReply Read(string name)
    {
        Reply.Bytes reply = (Reply.Bytes)Recorded.Reply(name);
        return AbillsReply.Of(ReplyReader.Read(reply.Status, reply.Body));
    }

    private static JsonRow Row(AbillsReply reply) => Assert.IsType<AbillsReply.One>(reply).Row;
}

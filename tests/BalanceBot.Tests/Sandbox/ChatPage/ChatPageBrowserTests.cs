using System.Globalization;
using BalanceBot.Sandbox.ChatPage;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace BalanceBot.Tests.Sandbox.ChatPage;

public sealed class ChatPageBrowserTests
{
    private const string Ella = "Ella Example";
    private const string Nora = "Nora Eksempel";

    [Fact]
    public async Task Two_people_chat_side_by_side_and_a_deleted_message_vanishes()
    {
        await using var page = await ChatPageFixture.Start();
        var ella = page.World.AddPerson(Ella, "en");
        var nora = page.World.AddPerson(Nora, "nb");
        await using var driver = await ChatPageDriver.Open(page.Address);

        await driver.Press(Ella, "Start");
        await driver.WaitForBubble(Ella, "/start");
        await driver.Say(Nora, "AB 104 233");
        await driver.WaitForBubble(Nora, "AB 104 233");
        var secret = page.World.Chats()[1].Messages[0].Id;
        page.World.BotDeletes(nora.Id, secret);
        await driver.BubbleIsGone(Nora, "AB 104 233");

        Assert.Equal([$"{Ella}: say /start", $"{Nora}: say AB 104 233"], page.World.Deeds);
        Assert.Equal(2, await driver.Page.GetByTestId("person").CountAsync());
        Assert.Empty(page.World.Chats().Single(chat => chat.Person.Id == nora.Id).Messages);
        Assert.Single(page.World.Chats().Single(chat => chat.Person.Id == ella.Id).Messages);
        Assert.Empty(driver.Complaints);
    }

    [Fact]
    public async Task A_pressed_button_waits_until_the_bot_answers_and_shows_the_answer()
    {
        await using var page = await ChatPageFixture.Start();
        var ella = page.World.AddPerson(Ella, "en");
        await using var driver = await ChatPageDriver.Open(page.Address);
        var message = page.World.BotSays(ella.Id, "Which way?", ["Number and document", "Login"]);
        await driver.WaitForBubble(Ella, "Which way?");

        await driver.Press(Ella, "Login");
        var button = driver.Person(Ella).GetByTestId("inline-button").Last;
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-busy", "true");
        Assert.Equal([string.Create(CultureInfo.InvariantCulture, $"{Ella}: press {message} 0 1")], page.World.Deeds);

        page.World.BotAnswers(ella.Id, message, "Log in, then");
        await Assertions.Expect(button).Not.ToHaveAttributeAsync("aria-busy", "true");
        await Assertions.Expect(driver.Person(Ella).GetByTestId("toast")).ToContainTextAsync("Log in, then");
        Assert.Empty(driver.Complaints);
    }

    [Fact]
    public async Task Text_of_the_bot_is_never_markup()
    {
        await using var page = await ChatPageFixture.Start();
        var ella = page.World.AddPerson(Ella, "en");
        await using var driver = await ChatPageDriver.Open(page.Address);

        page.World.Show(
            ella.Id,
            Side.Bot,
            "<img src=x onerror=alert(1)> bold",
            entities: [new("bold", 29, 4), new("text_link", 0, 5, "javascript:alert(1)")]
        );
        await driver.WaitForBubble(Ella, "<img src=x onerror=alert(1)> bold");

        var bubble = driver.Bubbles(Ella, "<img");
        Assert.Equal(0, await bubble.Locator("img, a").CountAsync());
        Assert.Equal("bold", await bubble.Locator("strong").InnerTextAsync());
    }

    [Fact]
    public async Task The_slash_lists_the_commands_and_enter_sends_the_chosen_one()
    {
        await using var page = await ChatPageFixture.Start();
        page.World.AddPerson(Ella, "en");
        await using var driver = await ChatPageDriver.Open(page.Address);
        var composer = driver.Person(Ella).GetByTestId("composer");

        await composer.PressSequentiallyAsync("/ba");
        await Assertions.Expect(driver.Person(Ella).GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await composer.PressAsync("Enter");
        await driver.WaitForBubble(Ella, "/balance");
        await composer.PressSequentiallyAsync("two");
        await composer.PressAsync("Shift+Enter");
        await composer.PressSequentiallyAsync("lines");
        await composer.PressAsync("Enter");
        await driver.WaitForBubble(Ella, "lines");

        Assert.Equal([$"{Ella}: say /balance", $"{Ella}: say two\nlines"], page.World.Deeds);
        await Assertions.Expect(composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_chosen_theme_outlives_a_reload()
    {
        await using var page = await ChatPageFixture.Start();
        page.World.AddPerson(Ella, "en");
        await using var driver = await ChatPageDriver.Open(page.Address);
        var root = driver.Page.Locator("html");

        await Assertions.Expect(root).ToHaveAttributeAsync("data-theme", "light");
        await driver.Page.GetByTestId("theme-toggle").ClickAsync();
        await Assertions.Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await driver.Page.ReloadAsync();
        await Assertions.Expect(root).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Theory]
    [InlineData(375)]
    [InlineData(320)]
    [InlineData(800)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        await using var page = await ChatPageFixture.Start();
        DemoChats.Fill(page.World);
        await using var driver = await ChatPageDriver.Open(page.Address, width, 700);

        await driver.Screenshot($"{width}");
        Assert.Empty(await Overflows());
        await driver.Page.GetByTestId("open-contracts").ClickAsync();
        await driver.Page.GetByTestId("contract-row").First.WaitForAsync();
        await driver.Screenshot($"{width}-contracts");
        Assert.Empty(await Overflows());
        await driver.Page.Keyboard.PressAsync("Escape");
        await driver.Page.GetByTestId("open-faults").ClickAsync();
        Assert.Empty(await Overflows());

        // By name, so that a failure tells where.
        Task<string> Overflows() =>
            driver.Page.EvaluateAsync<string>(
                "() => [document.documentElement, ...document.querySelectorAll('.log, .panel-content')].filter(e => e.scrollWidth > e.clientWidth).map(e => `${e.className} ${e.scrollWidth} > ${e.clientWidth}`).join()"
            );
    }

    [Fact]
    public async Task A_balance_changed_in_the_panel_is_in_the_file_and_back_on_the_page()
    {
        await using var page = await ChatPageFixture.Start();
        page.World.AddPerson(Ella, "en");
        await using var driver = await ChatPageDriver.Open(page.Address);
        var row = driver.Page.Locator("[data-testid=contract-row][data-contract='700 123']");

        await row.GetByTestId("balance-input").FillAsync("-12,5");
        await row.GetByTestId("balance-set").ClickAsync();
        await Assertions.Expect(row.GetByTestId("balance")).ToContainTextAsync("12.50");
        await row.Locator("[data-use=document]").ClickAsync();

        Assert.Equal("-12.50", page.Billing.Contracts()[0].Balance);
        await Assertions.Expect(driver.Person(Ella).GetByTestId("composer")).ToHaveValueAsync("AB 104 233");
    }

    [Fact]
    public async Task A_day_forward_and_a_charge_are_seen_on_the_clock_in_the_balance_and_in_the_chat()
    {
        await using var page = await ChatPageFixture.Start(new FakeTimeProvider(new(2031, 5, 7, 12, 0, 0, default)));
        page.World.AddPerson(Ella, "en");
        await using var driver = await ChatPageDriver.Open(page.Address);
        var row = driver.Page.Locator("[data-testid=contract-row][data-contract='700 124']");
        await Assertions.Expect(driver.Page.GetByTestId("clock-date")).ToHaveTextAsync("Wed 7 May 2031");
        await driver.Say(Ella, "before");
        await driver.WaitForBubble(Ella, "before");
        await Assertions.Expect(driver.Person(Ella).Locator(".day")).ToHaveTextAsync("Today");

        await driver.Page.GetByTestId("plus-day").ClickAsync();
        await Assertions.Expect(driver.Page.GetByTestId("clock-date")).ToHaveTextAsync("Thu 8 May 2031");
        await Assertions.Expect(row.GetByTestId("balance")).ToContainTextAsync("38.30");
        await row.GetByTestId("charge").ClickAsync();
        await Assertions.Expect(row.GetByTestId("balance")).ToContainTextAsync("18.40");
        await Assertions.Expect(row.GetByTestId("next-charge")).ToHaveTextAsync("next 10 May");
        await Assertions.Expect(driver.Page.GetByTestId("told")).ToContainTextAsync("19.90 NOK is charged to 700 124");
        await Assertions.Expect(row.GetByTestId("charge")).ToBeFocusedAsync();
        await driver.Screenshot("charged");
        await driver.Say(Ella, "after");
        await Assertions.Expect(driver.Person(Ella).Locator(".day")).ToHaveTextAsync(["Wednesday 7 May", "Today"]);
        await Assertions.Expect(driver.Bubbles(Ella, "after").Locator("time")).ToHaveTextAsync("12:00");

        Assert.Equal(new(2031, 5, 8, 12, 0, 0, TimeSpan.Zero), page.Clock.Now);
        Assert.Empty(driver.Complaints);
    }

    [Fact]
    public async Task A_payment_leaves_its_field_and_a_refused_one_stays_in_it()
    {
        await using var page = await ChatPageFixture.Start();
        await using var driver = await ChatPageDriver.Open(page.Address);
        var row = driver.Page.Locator("[data-testid=contract-row][data-contract='700 123']");
        var field = row.GetByTestId("pay-input");

        await field.FillAsync("much");
        await field.PressAsync("Enter");
        await Assertions.Expect(driver.Page.GetByTestId("problem")).ToContainTextAsync("A payment is a number");
        await Assertions.Expect(field).ToHaveValueAsync("much");
        await field.FillAsync("200,50");
        await field.PressAsync("Enter");
        await Assertions.Expect(row.GetByTestId("balance")).ToContainTextAsync("613.00");
        await Assertions.Expect(field).ToHaveValueAsync("");
        await Assertions.Expect(driver.Page.GetByTestId("problem")).ToBeEmptyAsync();

        Assert.Equal("613.00", page.Billing.Contracts()[0].Balance);
    }

    [Theory]
    // In Oslo the clocks go forward at 01:00 UTC on 30 March 2031, so that this night is an hour shorter.
    [InlineData("2031-05-07T06:30:00Z", "2031-05-07T07:00:00Z")]
    [InlineData("2031-05-07T07:00:00Z", "2031-05-08T07:00:00Z")]
    [InlineData("2031-03-29T12:00:00Z", "2031-03-30T07:00:00Z")]
    [InlineData("2031-10-25T12:00:00Z", "2031-10-26T08:00:00Z")]
    public async Task To_the_morning_is_the_next_nine_o_clock_of_the_sandboxs_zone(string from, string to)
    {
        await using var page = await ChatPageFixture.Start(new InOslo(DateTimeOffset.Parse(from)));
        await using var driver = await ChatPageDriver.Open(page.Address);

        // From one morning to the next the page shows the same before and after.
        await driver.Page.RunAndWaitForResponseAsync(
            () => driver.Page.GetByTestId("to-morning").ClickAsync(),
            answer => answer.Url.EndsWith("/api/clock", StringComparison.Ordinal)
        );
        await Assertions.Expect(driver.Page.GetByTestId("clock-time")).ToContainTextAsync("09:00:");

        Assert.InRange(page.Clock.Now, DateTimeOffset.Parse(to), DateTimeOffset.Parse(to).AddMinutes(1));
    }

    [Theory]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(375, 740, ColorScheme.Light)]
    [InlineData(375, 740, ColorScheme.Dark)]
    public async Task The_page_draws_a_whole_conversation_without_a_complaint(int width, int height, ColorScheme theme)
    {
        await using var page = await ChatPageFixture.Start();
        var name = $"{width}-{theme}";
        DemoChats.Fill(page.World);
        await using var driver = await ChatPageDriver.Open(page.Address, width, height, theme);
        await driver.WaitForBubble(DemoChats.English, "412.50");
        await driver.Screenshot($"{name}-chat");
        if (width < 720)
        {
            await driver.Page.GetByTestId("tab").Nth(1).ClickAsync();
            await driver.Screenshot($"{name}-welcome");
            await driver.Page.GetByTestId("open-contracts").ClickAsync();
            await driver.Screenshot($"{name}-contracts");
            await driver.Page.Keyboard.PressAsync("Escape");
            await driver.Page.GetByTestId("tab").First.ClickAsync();
        }
        await driver.Page.GetByTestId("open-faults").ClickAsync();
        await driver.Page.GetByTestId("fault").First.ClickAsync();
        await Assertions.Expect(driver.Page.GetByTestId("faults-on")).ToHaveTextAsync("1");
        await driver.Screenshot($"{name}-faults");
        await driver.Page.Keyboard.PressAsync("Escape");
        await driver.Person(DemoChats.English).GetByTestId("composer").FillAsync("/");
        await driver.Screenshot($"{name}-commands");
        Assert.Empty(driver.Complaints);
    }

    /// <summary>It goes on from there: a browser's clock does not stand still either.</summary>
    private sealed class InOslo(DateTimeOffset from) : TimeProvider
    {
        private readonly long began = System.GetTimestamp();

        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

        public override DateTimeOffset GetUtcNow() => from + System.GetElapsedTime(began);
    }
}

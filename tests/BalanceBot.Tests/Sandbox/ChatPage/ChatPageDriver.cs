using Microsoft.Playwright;

namespace BalanceBot.Tests.Sandbox.ChatPage;

/// <summary>A person at the chat page in a real browser. Every method waits until what it names is there.</summary>
internal sealed class ChatPageDriver : IAsyncDisposable
{
    public const string ChromiumPath = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ChatPageDriver(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts and of the content policy; a good page has none.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Skips the test, saying so, where no chromium is installed.</summary>
    public static async Task<ChatPageDriver> Open(
        Uri address,
        int width = 1440,
        int height = 900,
        ColorScheme theme = ColorScheme.Light
    )
    {
        Assert.SkipUnless(File.Exists(ChromiumPath), $"NOT TESTED IN A BROWSER: no {ChromiumPath}; install chromium.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = ChromiumPath, Args = ["--no-sandbox"] }
        );
        var page = await browser.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                ColorScheme = theme,
                Locale = "en-GB",
            }
        );
        var driver = new ChatPageDriver(playwright, browser, page);
        page.PageError += (_, error) => driver.Complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                driver.Complaints.Add(message.Text);
            }
        };
        await page.GotoAsync(address.ToString());
        await page.Locator("body[data-ready=true]").WaitForAsync();
        return driver;
    }

    public ILocator Person(string person) => Page.Locator($"[data-testid=person][data-person-name='{person}']");

    public ILocator Bubbles(string person, string text) =>
        Person(person).GetByTestId("bubble").Filter(new() { HasText = text });

    public async Task Say(string person, string text)
    {
        await Person(person).GetByTestId("composer").FillAsync(text);
        await Person(person).GetByTestId("send").ClickAsync();
    }

    /// <summary>Presses the newest button of that label: below a message, on the keyboard, or Start.</summary>
    public Task Press(string person, string label) =>
        Person(person)
            .Locator("[data-testid=inline-button],[data-testid=keyboard-button],[data-testid=start]")
            .Filter(new() { HasText = label })
            .Last.ClickAsync();

    public Task WaitForBubble(string person, string text) => Bubbles(person, text).Last.WaitForAsync();

    /// <summary>Waits until no message of that chat has the text any more.</summary>
    public Task BubbleIsGone(string person, string text) =>
        Assertions.Expect(Bubbles(person, text)).ToHaveCountAsync(0);

    public async Task Screenshot(string name)
    {
        // Only for the eyes of somebody who works on the page: they say where.
        if (Environment.GetEnvironmentVariable("BALANCEBOT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(folder, name + ".png"),
                    // As it is when it has come to rest.
                    Animations = ScreenshotAnimations.Disabled,
                }
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

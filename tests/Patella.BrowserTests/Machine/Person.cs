using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Patella.BrowserTests.Machine;

/// <summary>One person in front of one browser.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly IBrowserContext _context;

    internal Person(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, failure) => _failures.Enqueue("script: " + failure);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _failures.Enqueue("console: " + message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Scripts that threw and things the content policy stopped: a working page has none.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public ILocator Button(string name, bool exact = true) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact });

    public ILocator Box(string name) => Page.GetByRole(AriaRole.Textbox, new() { Name = name });

    public ILocator Region(string name) => Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    /// <summary>Turns the machine to light or dark and waits until the page has followed and no colour is on its way any more.</summary>
    public async Task Turn(ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await Page.WaitForFunctionAsync("""
            (scheme) => matchMedia(`(prefers-color-scheme: ${scheme})`).matches && [undefined, scheme].includes(document.documentElement.dataset.theme)
              && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
                done(document.getAnimations().every((animation) => !(animation instanceof CSSTransition) || animation.playState !== 'running')))))
            """, scheme.ToString().ToLowerInvariant());
    }

    /// <summary>Signs in on the console's own page and waits for where it leads.</summary>
    public async Task SignIn(string tenant, string email, string password)
    {
        await Page.GotoAsync("/console/sign-in");
        await Box("企业标识").FillAsync(tenant);
        await Box("邮箱").FillAsync(email);
        await Page.GetByLabel("密码", new() { Exact = true }).FillAsync(password);
        await Button("登录").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Navigation, new() { Name = "主导航" })).ToBeVisibleAsync();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}

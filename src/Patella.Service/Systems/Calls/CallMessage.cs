using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patella.Platform;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Notifications;
using Patella.Service.Systems.Registry;

namespace Patella.Service.Systems.Calls;

/// <summary>What a system is told, ready to be put into its connector's form.</summary>
/// <param name="Key">The same for every try of this message: what tells a double as one.</param>
/// <param name="Again">Whether an earlier try may have arrived.</param>
/// <param name="Seconds">Machine time since 1970.</param>
internal sealed record CallMessage(
    string Key, string Tenant, string Call, string Action, KnownSystem System, string Address, string? Secret, string Title, string Text, int Severity, string Subject, IReadOnlyDictionary<string, string> Node,
    string ConsoleUrl, string AnswerUrl, DateTimeOffset CalledAt, DateTimeOffset DueAt, string? Ticket, bool Again, long Seconds)
{
    public static readonly LocalTexts Texts = new(typeof(CallMessage).Assembly, "Systems.Texts.calls.json");

    /// <summary>A word that names the call in a ticket of another system: letters and digits only, so that it can be a label.</summary>
    public string Mark => "patella-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Tenant}/{Call}")))[..20];

    /// <summary>The key under which a pager knows the call.</summary>
    public string DedupKey => $"patella:{Tenant}:{Mark}";

    public string Words(string key, params ReadOnlySpan<(string, object)> values) => Texts.In(System.Language, key, values);

    /// <summary>Title and facts as lines: name and value, nothing of it markup.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts =>
    [
        (Words("severity"), Words("severity." + Severity.ToString(CultureInfo.InvariantCulture))),
        .. Node.Count == 0 ? Array.Empty<(string, string)>() : [(Words("where"), string.Join(" · ", Node.Select(one => $"{one.Key} {one.Value}")))],
        (Words("due"), DueAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        .. Again ? [(Words("again"), Words("again.text"))] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Words of others that must not become markup, a link or a mention.</summary>
    public static string Plain(string text) => text.Replace('<', '‹').Replace('>', '›').Replace('[', '【').Replace(']', '】').Replace('`', '\'').Replace("&", "＆", StringComparison.Ordinal);

    /// <summary>At most so many bytes of UTF-8.</summary>
    public static string Bytes(string text, int most)
    {
        while (Encoding.UTF8.GetByteCount(text) > most)
        {
            text = text[..(text.Length * 9 / 10)];
        }

        return text.Length > 0 && char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
    }
}

/// <summary>Addresses that stand in messages: the console's page, and the page with the one button.</summary>
internal sealed class CallLinks(SignedLinks links, PlatformOptions options)
{
    /// <summary>Tokens of this purpose; worth nothing for another.</summary>
    public const string Prefix = "sc_";

    private const long GoodSeconds = 30L * 86_400;

    public string Console(string link) => $"{options.Address.TrimEnd('/')}/console{link}";

    public async Task<string> Answer(ITransaction transaction, string call) => $"{options.Address.TrimEnd('/')}/api/v1/system-call-links?token={await links.Make(transaction, Prefix, call, GoodSeconds)}";

    /// <summary>Tenant and call of a token; null when it is forged or has run out.</summary>
    public Task<(TenantId Tenant, string Call)?> Find(string token) => links.Find(Prefix, token);
}

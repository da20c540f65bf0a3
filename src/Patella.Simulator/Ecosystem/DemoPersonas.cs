using System.Security.Cryptography;
using System.Text;

namespace Patella.Simulator.Ecosystem;

/// <summary>
/// The people one can be with one click in the demonstration, and the credentials of everybody simulated.
/// They are public on purpose: they exist only in the demonstration tenant.
/// </summary>
public static class DemoPersonas
{
    /// <summary>Slug of the demonstration tenant.</summary>
    public const string TenantSlug = "demo";

    /// <summary>Name of the demonstration tenant; says that nothing in it is real.</summary>
    public const string TenantName = "示例生态 Demo Ecosystem";

    /// <summary>Password of every simulated member of staff.</summary>
    public const string Password = "patella-demo-pass";

    /// <summary>External id of the consumer to be.</summary>
    public const string ConsumerExternalId = "demo-consumer";

    /// <summary>Key id under which the simulated marketplace signs consumer tokens (HS256).</summary>
    public const string ConsumerKeyId = "demo-key";

    /// <summary>Mail addresses by person to be: agent, supervisor, merchant, executive, finance, rule-owner, legal, analyst, administrator.</summary>
    public static readonly IReadOnlyDictionary<string, string> Emails = new Dictionary<string, string>
    {
        ["agent"] = "agent@demo.example",
        ["supervisor"] = "supervisor@demo.example",
        ["merchant"] = "merchant@demo.example",
        ["executive"] = "executive@demo.example",
        ["finance"] = "finance@demo.example",
        ["rule-owner"] = "rule-owner@demo.example",
        ["legal"] = "legal@demo.example",
        ["analyst"] = "analyst@demo.example",
        ["administrator"] = "administrator@demo.example",
    };

    /// <summary>The secret of the consumer key: 64 hexadecimal digits, used as UTF-8 text.</summary>
    public static string ConsumerSecret(ulong seed) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"patella demonstration consumer key {seed}")));
}

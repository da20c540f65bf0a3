using System.Reflection;

namespace Patella.Service.Policies;

/// <summary>A fact that tables of a policy may name.</summary>
/// <param name="Path">Dotted, such as <c>order.total</c>; parts of a list's items are written <c>action.items[].sku</c>.</param>
/// <param name="Type">FEEL type: string, number, boolean, date and time, context, list.</param>
/// <param name="MayBeUnknown">Whether null has a meaning of its own. A table that reads any other fact and finds null leaves it to a person.</param>
/// <param name="Chinese">What it means.</param>
/// <param name="English">What it means.</param>
/// <param name="Argument">Whether it comes from what is asked for, and is not known while offers are made.</param>
/// <param name="Personal">Whether it is a person's: it is no example in reports.</param>
public sealed record PolicyFact(string Path, string Type, bool MayBeUnknown, string Chinese, string English, bool Argument = false, bool Personal = false);

/// <summary>
/// A decision point with a stable key. The capability that asks it registers it (<c>services.AddSingleton(new PolicyKind(...))</c>) with its facts and the
/// built-in table that holds until the tenant publishes one of its own.
/// </summary>
/// <param name="Key">Stored and sent, append only.</param>
/// <param name="Facts">What its tables may name.</param>
/// <param name="Dmn">The built-in model.</param>
/// <param name="Words">Its words: <c>{code: {language: sentence}}</c>.</param>
/// <param name="Decision">The decision that is evaluated.</param>
/// <param name="Worth">Path of what the consumer gets, minor units, for the money in backtests.</param>
/// <param name="Currency">Path of its currency.</param>
/// <param name="Guards">Whether it gives a verdict; false for tables that somebody evaluates by themselves, such as weights.</param>
public sealed record PolicyKind(string Key, string Chinese, string English, IReadOnlyList<PolicyFact> Facts, string Dmn, string Words, string Decision = "verdict", bool Guards = true, string? Worth = null, string? Currency = null)
{
    /// <summary>Of the paths a table reads, those that must be known.</summary>
    internal IEnumerable<string> MustBeKnown(IEnumerable<string> paths) => paths.Where(path => Facts.Any(fact => fact.Path == path && !fact.MayBeUnknown));

    /// <summary>Its name in a language.</summary>
    public string Title(string? language) => Edge.LocalTexts.Pick(language) == "zh-CN" ? Chinese : English;

    /// <summary>An embedded text, such as <c>Actions.Policy.built-in.dmn</c>.</summary>
    public static string Embedded(Assembly assembly, string file)
    {
        var resource = assembly.GetManifestResourceNames().SingleOrDefault(name => name.EndsWith("." + file, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"No embedded file ends with {file}.");
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

/// <summary>The policies there are.</summary>
public sealed class PolicyKinds
{
    private readonly Dictionary<string, PolicyKind> _byKey;

    internal PolicyKinds(IEnumerable<PolicyKind> kinds)
    {
        All = [.. kinds];
        _byKey = All.ToDictionary(kind => kind.Key);
    }

    /// <summary>In the order of the capabilities that registered them.</summary>
    public IReadOnlyList<PolicyKind> All { get; }

    /// <summary>Null when there is none of that key.</summary>
    public PolicyKind? Find(string? key) => key is null ? null : _byKey.GetValueOrDefault(key);
}

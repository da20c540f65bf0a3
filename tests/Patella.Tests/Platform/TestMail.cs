using System.Globalization;

namespace Patella.Tests.Platform;

/// <summary>Where real mail servers for tests are: what <c>scripts/mail-servers.sh start DIR PORT</c> prints, in the environment variable PATELLA_TEST_MAIL.</summary>
public static class TestMail
{
    public const string Variable = "PATELLA_TEST_MAIL";

    public static string? SkipReason => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? null : $"{Variable} is not set; as root, scripts/mail-servers.sh start DIR PORT prints a value for it.";

    public static string Certificate => Read("Certificate");

    /// <summary>The folder of the servers' own mail: <c>domain/user/new</c>.</summary>
    public static string Folder => Read("Mail");

    public static int Port(string name) => int.Parse(Read(name), CultureInfo.InvariantCulture);

    private static string Read(string name)
        => Environment.GetEnvironmentVariable(Variable)!.Split(';').Select(part => part.Split('=', 2)).First(part => part[0] == name)[1];
}

/// <summary>Runs when real mail servers are there, else shows as skipped with the reason.</summary>
public sealed class MailFactAttribute : Xunit.FactAttribute
{
    public MailFactAttribute() => Skip = TestMail.SkipReason;
}

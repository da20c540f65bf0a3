using System.Diagnostics;
using System.Text;
using Patella.Service.Connectors.Mail.Inbox;
using Patella.Service.Connectors.Mail.Mime;

namespace Patella.Tests.Service.Connectors;

public class MailReadingTests
{
    /// <summary>PATELLA_FUZZ_MAILS asks for more, such as 1000000; PATELLA_FUZZ_SEED for other ones.</summary>
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_FUZZ_MAILS"), out var asked) ? asked : 20_000;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("PATELLA_FUZZ_SEED"), out var asked) ? asked : 1;

    [Fact]
    public void Every_hostile_mail_is_read_or_refused_with_a_reason_and_what_is_read_can_be_kept()
    {
        var (read, refused) = (0, new Dictionary<string, int>());
        var longest = TimeSpan.Zero;
        for (var seed = Seed; seed < Seed + Count; seed++)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                MustBeKeepable(MailReading.Of(HostileMail.Make(seed)), seed);
                read++;
            }
            catch (MailFormatException reason)
            {
                refused[reason.Code] = refused.GetValueOrDefault(reason.Code) + 1;
            }
            catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {fault}");
            }

            longest = Stopwatch.GetElapsedTime(started) is var took && took > longest ? took : longest;
        }

        Assert.True(read > Count / 2, $"only {read} of {Count} were read; refused: {string.Join(", ", refused)}");
        Assert.True(longest < TimeSpan.FromSeconds(10), $"one mail took {longest}");
    }

    [Theory]
    [InlineData("<div>", 5_000_000)]
    [InlineData("<p><b id=x>", 5_000_000)]
    [InlineData("<blockquote>", 5_000_000)]
    [InlineData("&#20320;", 5_000_000)]
    [InlineData("<!--", 5_000_000)]
    [InlineData("<", 5_000_000)]
    [InlineData("<a href='", 5_000_000)]
    [InlineData(">", 5_000_000)]
    [InlineData("> ", 5_000_000)]
    [InlineData(" ", 5_000_000)]
    [InlineData("\n", 5_000_000)]
    [InlineData("On a, ", 5_000_000)]
    [InlineData("On a\n", 5_000_000)]
    [InlineData("From:\n", 5_000_000)]
    [InlineData("=", 5_000_000)]
    [InlineData("= ", 5_000_000)]
    [InlineData("--b\n", 1_900)]
    public void A_piece_repeated_for_megabytes_takes_no_more_than_seconds(string piece, int length)
    {
        var body = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        foreach (var head in new[] { "Content-Type: text/html", "Content-Type: text/plain; format=flowed", "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable", "Content-Type: multipart/mixed; boundary=b" })
        {
            var started = Stopwatch.GetTimestamp();
            MustBeKeepable(MailReading.Of(Encoding.UTF8.GetBytes($"From: a@b.example\r\n{head}\r\n\r\n{body}")), 0);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"{head} took {Stopwatch.GetElapsedTime(started)}");
        }
    }

    [Fact]
    public void A_mail_of_fifty_megabytes_is_read_and_a_larger_one_refused()
    {
        var body = new byte[MimeLimits.MessageBytes - 200];
        Array.Fill(body, (byte)'A');
        byte[] head = [.. Encoding.ASCII.GetBytes("From: a@b.example\r\nContent-Type: application/octet-stream; name=big\r\nContent-Transfer-Encoding: base64\r\n\r\n")];
        var reading = MailReading.Of(head.Concat(body).ToArray());
        Assert.Equal("big", Assert.Single(reading.Files).Name);
        Assert.Equal("too-large", Assert.Throws<MailFormatException>(() => MailReading.Of(new byte[MimeLimits.MessageBytes + 1])).Code);
    }

    [Fact]
    public void The_same_mail_has_the_same_fingerprint_and_another_body_another()
    {
        static MailReading Of(string more, string body) => MailReading.Of(Encoding.UTF8.GetBytes($"{more}From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\n{body}"));
        Assert.Equal(Of("", "x").Fingerprint, Of("Received: from somewhere else\r\n", "x").Fingerprint);
        Assert.NotEqual(Of("", "x").Fingerprint, Of("", "y").Fingerprint);
    }

    private static void MustBeKeepable(MailReading reading, int seed)
    {
        foreach (var text in new[] { reading.Subject, reading.Body, reading.From?.Name ?? "", reading.From?.Address ?? "", reading.MessageId ?? "" }.Concat(reading.References))
        {
            Assert.False(text.Contains('\0', StringComparison.Ordinal), $"seed {seed}: a null byte in {text}");
            Assert.True(IsWhole(text), $"seed {seed}: half a character");
            Assert.True(text.Length <= MailReading.BodyLimit, $"seed {seed}: {text.Length} characters");
        }
    }

    private static bool IsWhole(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && (!char.IsHighSurrogate(text[index]) || ++index == text.Length || !char.IsLowSurrogate(text[index])))
            {
                return false;
            }
        }

        return true;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patella.Platform.Clocks;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;

namespace Patella.Service.Orders.Intake;

/// <summary>
/// Signatures as in Standard Webhooks: base64 of HMAC-SHA256 over <c>id.timestamp.body</c>, several in one header so that a secret can be changed
/// without a gap. The time is the machine's real one and may differ by five minutes.
/// </summary>
public static class WebhookSignature
{
    public const string SecretPrefix = StandardWebhook.SecretPrefix;
    private const long Tolerance = 5 * 60;
    private const int MostSignatures = 10;

    public static string NewSecret() => StandardWebhook.NewSecret();

    /// <summary>Null when the signature holds, else why not.</summary>
    /// <param name="nowMicroseconds">Machine time.</param>
    public static ProblemText? Refusal(string secret, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, long nowMicroseconds)
    {
        if (string.IsNullOrEmpty(id) || id.Length > 200 || string.IsNullOrEmpty(signatures))
        {
            return "The headers webhook-id, webhook-timestamp and webhook-signature are needed.";
        }

        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(nowMicroseconds / Microseconds.PerSecond - seconds) > Tolerance)
        {
            return "The webhook-timestamp is more than five minutes away from this server's time.";
        }

        var expected = Encoding.ASCII.GetBytes("v1," + Sign(secret, id, seconds, body));
        var held = signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostSignatures)
            .Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected));
        return held ? null : (ProblemText)"The webhook-signature does not fit the body and the source's secret.";
    }

    public static string Sign(string secret, string id, long seconds, ReadOnlySpan<byte> body) => StandardWebhook.Sign(secret, id, seconds, body);
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Service.Connectors.Push;

namespace Patella.Tests.Service.Connectors;

public class PushEncryptionTests
{
    /// <summary>The example of RFC 8291, section 5 and appendix A: keys, salt and the body that follows from them.</summary>
    [Fact]
    public void The_example_of_the_standard_gives_the_bytes_of_the_standard()
    {
        using var sender = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw") });

        var body = PushEncryption.Encrypt(
            "When I grow up, I want to be a watermelon"u8, Bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"), Bytes("BTBZMqHH6r4Tts7J_aSIgg"), sender, Bytes("DGv6ra1nlYgDCS1FRnbzlw"));

        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(body));
    }

    [Fact]
    public void What_is_encrypted_is_read_by_its_browser_alone_whatever_its_length()
    {
        using var browser = new PushBrowser();
        using var other = new PushBrowser();
        var random = new Random(8291);
        foreach (var length in new[] { 0, 1, 15, 16, 17, 500, PushEncryption.MostBytes })
        {
            var message = new byte[length];
            random.NextBytes(message);
            var body = PushEncryption.Encrypt(message, browser.PublicKey, browser.Secret);
            Assert.InRange(body.Length, 1, 4_096);
            Assert.Equal(message, browser.Read(body));
            Assert.ThrowsAny<CryptographicException>(() => other.Read(body));
            body[^1] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => browser.Read(body));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => PushEncryption.Encrypt(new byte[PushEncryption.MostBytes + 1], browser.PublicKey, browser.Secret));
    }

    [Fact]
    public void The_same_message_never_gives_the_same_bytes_twice()
    {
        using var browser = new PushBrowser();
        Assert.NotEqual(PushEncryption.Encrypt("a"u8, browser.PublicKey, browser.Secret), PushEncryption.Encrypt("a"u8, browser.PublicKey, browser.Secret));
    }

    [Fact]
    public void A_tenants_token_is_for_one_push_service_for_less_than_a_day_and_checks_with_the_key_beside_it()
    {
        var key = VapidKey.Of(SHA256.HashData("tenant"u8));
        Assert.Equal(key.PublicKey, VapidKey.Of(SHA256.HashData("tenant"u8)).PublicKey);
        var header = key.Authorization(new Uri("https://push.example:8443/send/abc?x=1"), 1_000_000, "https://shop.example");

        var (token, publicKey) = (header["vapid t=".Length..header.IndexOf(',', StringComparison.Ordinal)], header[(header.IndexOf("k=", StringComparison.Ordinal) + 2)..]);
        Assert.Equal(key.PublicKey, publicKey);
        var claims = PushBrowser.Check(token, publicKey)!;
        Assert.Equal(("https://push.example:8443", "https://shop.example"), ((string?)claims["aud"], (string?)claims["sub"]));
        Assert.InRange((long)claims["exp"]!, 1_000_001, 1_000_000 + 86_400);
        Assert.Null(PushBrowser.Check(token[..^4] + "AAAA", publicKey));
    }

    [Fact]
    public void A_number_that_is_no_key_still_gives_one()
        => Assert.Equal(87, VapidKey.Of(Enumerable.Repeat((byte)0xff, 32).ToArray()).PublicKey.Length);

    [Fact]
    public void Mail_follows_only_when_surely_nothing_was_shown_and_every_notice_comes_to_an_end()
    {
        var random = new Random(8030);
        for (var round = 0; round < 5_000; round++)
        {
            var (state, doubt, tries, sawDoubt) = ("waiting", false, 0, false);
            while (state == "waiting")
            {
                var outcomes = Enumerable.Range(0, random.Next(0, 4)).Select(_ => (PushOutcome)random.Next(1, 6)).ToList();
                sawDoubt |= outcomes.Contains(PushOutcome.Doubt);
                (state, doubt, var pause) = PushDecision.Of(outcomes, ++tries, doubt);
                Assert.Equal(outcomes.Contains(PushOutcome.Accepted), state == "sent");
                Assert.Equal(state == "waiting", pause > 0);
                Assert.InRange(tries, 1, 4);
            }

            Assert.True(state == "sent" || (state == "in-doubt") == sawDoubt, $"{state} after doubt {sawDoubt}");
        }
    }

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}

/// <summary>A browser of a test: has a key, and reads what was encrypted for it, step by step as RFC 8188 and 8291 say.</summary>
internal sealed class PushBrowser : IDisposable
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public byte[] PublicKey => Point(_key.ExportParameters(false).Q);

    public byte[] Secret { get; } = RandomNumberGenerator.GetBytes(16);

    public byte[] Read(byte[] body)
    {
        var (salt, sender, cipher) = (body[..16], body[21..86], body[86..]);
        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] } });
        var agreed = _key.DeriveRawSecretAgreement(theirs.PublicKey);
        var shared = Hmac(Hmac(Secret, agreed), [.. "WebPush: info\0"u8, .. PublicKey, .. sender, 1]);
        var pseudo = Hmac(salt, shared);
        var key = Hmac(pseudo, [.. "Content-Encoding: aes128gcm\0"u8, 1])[..16];
        var nonce = Hmac(pseudo, [.. "Content-Encoding: nonce\0"u8, 1])[..12];
        var plain = new byte[cipher.Length - 16];
        using var gcm = new AesGcm(key, 16);
        gcm.Decrypt(nonce, cipher.AsSpan(0, plain.Length), cipher.AsSpan(plain.Length), plain);
        Assert.Equal(2, plain[^1]);
        return plain[..^1];
    }

    /// <summary>The claims of a token whose signature is right; null of any other.</summary>
    public static JsonNode? Check(string token, string publicKey)
    {
        var (parts, point) = (token.Split('.'), Base64Url.DecodeFromChars(publicKey));
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        return key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            ? JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) : null;
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Hmac(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);

    private static byte[] Point(ECPoint point) => [4, .. point.X!, .. point.Y!];
}

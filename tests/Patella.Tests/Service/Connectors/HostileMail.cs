using System.Text;

namespace Patella.Tests.Service.Connectors;

/// <summary>Mails that break readers, made here from a seed: nobody else's words. The same seed makes the same mail.</summary>
internal static class HostileMail
{
    private static readonly string[] Types = ["text/plain", "text/html", "multipart/mixed", "multipart/alternative", "multipart/related", "multipart/report", "multipart/digest", "multipart/signed", "message/rfc822", "message/delivery-status", "application/ms-tnef", "text/", "/", "nonsense", "text/calendar"];
    private static readonly string[] Charsets = ["utf-8", "gb2312", "gb18030", "iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "big5", "shift_jis", "utf-7", "utf-16", "utf-32", "windows-1252", "x-none", "", "\"", "unicode-1-1-utf-8", "ibm037", "x-mac-japanese"];
    private static readonly string[] Encodings = ["7bit", "8bit", "base64", "quoted-printable", "binary", "x-uuencode", "base64base64", ""];

    /// <summary>Pieces at which readers stumble.</summary>
    private static readonly string[] Pieces =
    [
        "=?utf-8?B?", "=?gb2312?Q?=C4", "?=", "=?=?=?", "=?iso-2022-jp?B?GyRC?=", "\0", "\r", "\n", "\r\n\r\n", "\u0001quoted\u0001", "<blockquote>", "</blockquote>", "<div class=gmail_quote>", "<script>", "<!--", "-->", "&#xD800;", "&#0;", "&", "<", ">",
        ">>>>> ", "-- \n", "On a, b wrote:", "在 2026年 写道：", "From: a\nSent: b\nTo: c\nSubject: d\n", "------", "\u202e", "\ud83d\ude00", "\ud800", "filename*0*=utf-8''%", "boundary=", ";;;;", "\"\\", "<a@b", "@", "(((((", "Status: 9.9.9", "Message-ID: <", "=\r\n", "=", "=3", "====",
    ];

    public static byte[] Make(int seed)
    {
        var random = new Random(seed);
        var mail = new StringBuilder();
        Entity(mail, random, 0);
        var bytes = Encoding.UTF8.GetBytes(mail.ToString());
        for (var flips = random.Next(4) == 0 ? random.Next(30) : 0; flips > 0 && bytes.Length > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(20) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private static void Entity(StringBuilder mail, Random random, int depth)
    {
        var boundary = "b" + random.Next(3);
        var type = Pick(random, Types);
        if (depth == 0)
        {
            mail.Append("From: ").Append(random.Next(8) == 0 ? Words(random, 4) : "Li Na <li@example.com>").Append("\r\nSubject: ").Append(Words(random, 3).Replace("\r", "", StringComparison.Ordinal)).Append("\r\n");
            mail.Append(random.Next(3) == 0 ? "In-Reply-To: " + Words(random, 2) + "\r\n" : "").Append(random.Next(3) == 0 ? "To: a+r." + Words(random, 2) + "@example.org\r\n" : "");
        }

        mail.Append("Content-Type: ").Append(type).Append("; charset=").Append(Pick(random, Charsets)).Append("; boundary=\"").Append(boundary).Append('"').Append(random.Next(4) == 0 ? "; format=flowed; delsp=yes" : "").Append("\r\n");
        mail.Append("Content-Transfer-Encoding: ").Append(Pick(random, Encodings)).Append("\r\n");
        mail.Append(random.Next(4) == 0 ? "Content-Disposition: attachment; filename=" + Words(random, 2) + "\r\n" : "").Append(random.Next(6) == 0 ? Words(random, 3) : "").Append("\r\n");
        if (depth < 20 && type.StartsWith('m') && random.Next(5) > 0)
        {
            for (var parts = random.Next(4); parts >= 0; parts--)
            {
                mail.Append(type.StartsWith("multipart", StringComparison.Ordinal) ? "\r\n--" + boundary + (random.Next(9) == 0 ? "--" : "") + "\r\n" : "");
                Entity(mail, random, depth + 1);
            }
        }
        else
        {
            mail.Append(Words(random, random.Next(40)));
        }
    }

    private static string Words(Random random, int count)
    {
        var words = new StringBuilder();
        for (var one = 0; one < count; one++)
        {
            words.Append(random.Next(3) switch { 0 => Pick(random, Pieces), 1 => "请问订单到哪了", _ => "word" + random.Next(10) }).Append(random.Next(5) == 0 ? "\n" : " ");
        }

        return words.ToString();
    }

    private static string Pick(Random random, string[] among) => among[random.Next(among.Length)];
}

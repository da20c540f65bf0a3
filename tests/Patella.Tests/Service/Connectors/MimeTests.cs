using System.Text;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Connectors.Mail.Reading;

namespace Patella.Tests.Service.Connectors;

public class MimeTests
{
    private static MimeEntity Read(string text) => MimeReader.Read(Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n")));

    private static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("=?utf-8?B?5L2g5aW9?=", "你好")]
    [InlineData("=?UTF-8?Q?caf=C3=A9_au_lait?=", "café au lait")]
    [InlineData("=?gb2312?B?xOO6ww==?=", "你好")]
    [InlineData("=?gb18030?Q?=C4=E3=BA=C3?= end", "你好 end")]
    [InlineData("=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは")]
    [InlineData("=?utf-8?B?5L2g?= =?utf-8?B?5aW9?=", "你好")]
    [InlineData("=?utf-8?B?5L0=?= =?utf-8?B?oOWlvQ==?=", "你好")]
    [InlineData("=?utf-8?X?abc?=", "=?utf-8?X?abc?=")]
    [InlineData("=?utf-8?B?", "=?utf-8?B?")]
    [InlineData("=?no-such-charset?B?5L2g5aW9?=", "你好")]
    [InlineData("=?utf-8*zh?B?5L2g5aW9?=", "你好")]
    [InlineData("plain =?", "plain =?")]
    public void Encoded_words_are_read_as_the_world_writes_them(string field, string expected) => Assert.Equal(expected, EncodedWords.Decode(field));

    [Theory]
    [InlineData("attachment; filename=\"a;b.txt\"", "a;b.txt")]
    [InlineData("attachment; filename*=utf-8''%E4%BD%A0%E5%A5%BD.txt", "你好.txt")]
    [InlineData("attachment; filename*0*=utf-8''%E4%BD; filename*1*=%A0.txt", "你.txt")]
    [InlineData("attachment; filename*0=\"one\"; filename*1=\"two.txt\"", "onetwo.txt")]
    [InlineData("attachment; filename=\"=?utf-8?B?5L2g5aW9?=.txt\"", "你好.txt")]
    [InlineData("attachment; filename=\"a\\\"b.txt\"", "a\"b.txt")]
    [InlineData("attachment; filename=", "")]
    public void Names_of_files_are_read_in_every_way_they_are_written(string field, string expected) => Assert.Equal(expected, FieldParameters.Read(field)["filename"]);

    [Theory]
    [InlineData("Li Na <Li.Na@Example.COM>", "Li Na", "Li.Na@example.com")]
    [InlineData("\"Li, Na\" <li@example.com>, b@example.com", "Li, Na", "li@example.com")]
    [InlineData("=?utf-8?B?5L2g5aW9?= <a@example.com>", "你好", "a@example.com")]
    [InlineData("a@example.com (Li (Na))", "", "a@example.com")]
    [InlineData("friends: a@example.com, b@example.com;", "", "a@example.com")]
    [InlineData("\"attacker@evil.example\" <victim@example.com>", "attacker@evil.example", "victim@example.com")]
    public void Addresses_are_found(string field, string name, string address) => Assert.Equal(new MailAddress(name, address), MailAddresses.Read(field)[0]);

    [Theory]
    [InlineData("a@b@c")]
    [InlineData("a@example.com\r\nRCPT TO:<x@y>")]
    [InlineData("<>")]
    [InlineData("a b@example.com")]
    [InlineData("@example.com")]
    [InlineData("a@.com")]
    [InlineData("a@b..c")]
    public void What_could_start_another_command_is_no_address(string text) => Assert.False(MailAddresses.IsAddress(text));

    [Fact]
    public void Parts_between_boundaries_are_found_and_the_line_end_before_a_boundary_is_not_theirs()
    {
        var mail = Read("Content-Type: multipart/mixed; boundary=\"b\"\n\npreamble\n--b\n\none\n--b\nContent-Type: text/html\n\n<p>two</p>\n--bb\nnot one\n--b--\nepilogue\n--b\n\nthree");
        Assert.Equal(2, mail.Children.Count);
        Assert.Equal("one", mail.Children[0].Text());
        Assert.Equal("<p>two</p>\r\n--bb\r\nnot one", mail.Children[1].Text());
    }

    [Theory]
    [InlineData("MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nplain\n--x\nContent-Type: text/html\n\n<b>rich</b>\n--x--", "plain")]
    [InlineData("Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n \n--x\nContent-Type: text/html\n\n<p>rich</p><style>p{}</style>\n--x--", "rich")]
    [InlineData("Content-Type: text/html\n\n<div>a<br>b</div><script>evil()</script><ul><li>c</li></ul>&lt;ok&gt; &#20320;", "a\nb\n- c\n<ok> 你")]
    [InlineData("Content-Type: text/plain; format=flowed\n\nlong \nline\nnext", "long line\nnext")]
    [InlineData("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n5L2g!5aW9\n", "你好")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\n\na=\nb=3D=ZZ=", "ab==ZZ")]
    public void The_words_are_chosen_among_the_parts(string mail, string expected) => Assert.Equal(expected, MailContentReader.Read(Read(mail)).Text.Trim());

    [Fact]
    public void Chinese_without_or_with_a_wrong_label_is_read()
    {
        var gb = Encoding.Latin1.GetString(CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("请问我的包裹什么时候能到，已经等了很久了。"));
        foreach (var label in new[] { "", "Content-Type: text/plain; charset=us-ascii\n", "Content-Type: text/plain; charset=gb2312\n", "Content-Type: text/plain; charset=\"x-unknown\"\n" })
        {
            Assert.Equal("请问我的包裹什么时候能到，已经等了很久了。", MailContentReader.Read(Read(label + "\n" + gb)).Text.Trim());
        }

        Assert.Equal("你好", MailContentReader.Read(Read("Content-Type: text/plain; charset=iso-8859-1\n\n" + Utf8("你好"))).Text.Trim().Replace("ä½\u00a0å¥½", "你好", StringComparison.Ordinal).Replace("ä½ å¥½", "你好", StringComparison.Ordinal));
    }

    [Fact]
    public void Null_bytes_controls_and_direction_marks_are_taken_out_of_words()
        => Assert.Equal("ab c\nd", MailWords.Lines("a\0b\u202e\t\u0007c\r\nd\ud800", 100));

    [Theory]
    [InlineData("too-deep")]
    [InlineData("too-many-parts")]
    [InlineData("too-many-fields")]
    [InlineData("header-too-long")]
    public void What_is_past_a_bound_is_refused_with_a_reason(string code)
    {
        var text = code switch
        {
            "too-deep" => string.Concat(Enumerable.Range(0, 40).Select(level => $"Content-Type: multipart/mixed; boundary=b{level}x\n\n--b{level}x\n")),
            "too-many-parts" => "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", 600)),
            "too-many-fields" => string.Concat(Enumerable.Repeat("A: b\n", 1_100)),
            _ => "A: " + new string('x', 300_000) + "\n\nbody",
        };
        Assert.Equal(code, Assert.Throws<MailFormatException>(() => Read(text)).Code);
    }

    [Fact]
    public void A_report_of_a_server_is_read()
    {
        var mail = Read("""
            From: MAILER-DAEMON@mail.example
            Return-Path: <>
            Subject: Undelivered Mail Returned to Sender
            Content-Type: multipart/report; report-type=delivery-status; boundary="r"

            --r
            Content-Type: text/plain

            It did not work.
            --r
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mail.example

            Final-Recipient: rfc822; nobody@example.org
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1
             no such user
            --r
            Content-Type: message/rfc822

            Message-ID: <m.abc@patella.test>
            Subject: Re: hello

            text
            --r--
            """);
        var report = BounceReport.Find(mail, MailContentReader.Read(mail).Text)!;
        Assert.Equal((true, "5.1.1", "nobody@example.org", "smtp; 550 5.1.1 no such user"), (report.Permanent, report.Status, report.Recipient, report.Diagnosis));
        Assert.Contains("m.abc@patella.test", report.MessageIds);
    }

    [Fact]
    public void A_person_who_writes_about_undelivered_goods_is_no_server()
        => Assert.Null(BounceReport.Find(Read("From: li@example.com\nSubject: Delivery failure of my parcel\n\nWhere is it? Status: 5.1.1"), "Where is it? Status: 5.1.1"));

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", true)]
    [InlineData("Auto-Submitted: no", false)]
    [InlineData("Subject: 自动回复：我在休假", true)]
    [InlineData("Subject: Automatic reply: I am away", true)]
    [InlineData("Subject: Re: my automatic coffee machine", false)]
    [InlineData("X-Autoreply: yes", true)]
    [InlineData("Return-Path: <>", true)]
    public void A_machines_answer_is_told_from_a_persons(string header, bool automatic)
        => Assert.Equal(automatic, MailKinds.IsAutomatic(MimeReader.Read(Encoding.UTF8.GetBytes("From: a@b.example\r\n" + header + "\r\n\r\nhello"))));
}

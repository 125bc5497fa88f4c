using System.Net;
using FunctionsPipeline.Providers.Downloads;
using FunctionsPipeline.Providers.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.Downloads;

public sealed class AddressTests
{
    private static readonly byte[] Clip = Mp4.File(1000);

    [Theory]
    [InlineData("1.1.1.1", true)]
    [InlineData("93.184.216.34", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("64:ff9b::101:101", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.9.9.9", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    public void Addresses_inside_are_told_from_public_ones(string address, bool isPublic)
    {
        PublicAddresses.Contains(IPAddress.Parse(address)).ShouldBe(isPublic);
    }

    [Theory]
    [InlineData("https://127.0.0.1/a.mp4")]
    [InlineData("https://[::1]/a.mp4")]
    [InlineData("https://[::ffff:169.254.169.254]/latest/meta-data")]
    [InlineData("https://2130706433/a.mp4")]
    [InlineData("https://0x7f.1/a.mp4")]
    [InlineData("https://localhost/a.mp4")]
    [InlineData("http://example.com/a.mp4")]
    [InlineData("ftp://example.com/a.mp4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:planted@example.com/a.mp4")]
    public async Task A_link_to_somewhere_inside_is_refused(string url)
    {
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));

        var failure = await rig.FailAsync(new DownloadRequest("xai", new Uri(url), rig.Target));

        failure.Code.ShouldBe(ProviderErrorCode.DownloadRefused);
        failure.IsRetryable.ShouldBeFalse();
    }

    [Fact]
    public async Task Loopback_is_allowed_when_the_provider_is_there()
    {
        await using var rig = await DownloadRig.StartAsync(Storage.WithRanges(Clip));

        (await rig.DownloadAsync()).LengthBytes.ShouldBe(Clip.Length);
    }

    [Fact]
    public async Task Redirects_are_followed_with_the_range()
    {
        await using var rig = await DownloadRig.StartAsync(Redirecting(hops: 5, Answers.InTurn(Storage.CutAfter(Clip, 500), Storage.WithRanges(Clip))));

        (await rig.DownloadAsync()).Sha256.ShouldBe(DownloadRig.Sha256(Clip));
        rig.Server.Seen.Last().Headers["Range"].ShouldBe("bytes=500-");
    }

    [Fact]
    public async Task Too_many_redirects_are_refused()
    {
        await using var rig = await DownloadRig.StartAsync(Redirecting(hops: 6, Storage.WithRanges(Clip)));

        (await rig.FailAsync()).Code.ShouldBe(ProviderErrorCode.DownloadRefused);
        rig.Server.Seen.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_redirect_to_another_scheme_is_refused()
    {
        await using var rig = await DownloadRig.StartAsync(context =>
        {
            context.Response.Headers.Location = "file:///etc/passwd";
            return context.AnswerAsync(302);
        });

        (await rig.FailAsync()).Code.ShouldBe(ProviderErrorCode.DownloadRefused);
    }

    private static RequestDelegate Redirecting(int hops, RequestDelegate then) => context =>
    {
        var hop = int.TryParse(context.Request.Path.Value!.TrimStart('/'), out var number) ? number : 0;
        if (hop == hops) return then(context);
        context.Response.Headers.Location = $"/{hop + 1}";
        return context.AnswerAsync(307);
    };
}

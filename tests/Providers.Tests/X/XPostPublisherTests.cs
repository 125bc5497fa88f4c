using System.Text.Json;
using FunctionsPipeline.Providers.Tests.Support;
using FunctionsPipeline.Providers.X;
using Microsoft.AspNetCore.Http;

namespace FunctionsPipeline.Providers.Tests.X;

public sealed class XPostPublisherTests
{
    private const string UserToken = "user-token-0123456789";
    private static readonly PostPublication Post = new("Gravity is on holiday from 1.0 s to 2.0 s. Physics 31 of 100.", "fp-0123456789ab");

    [Fact]
    public async Task A_post_is_labelled_in_its_text_and_in_its_field_and_answers_nobody()
    {
        await using var server = await TestServer.StartAsync(201, """{"data":{"id":"1990","text":"..."}}""");
        using var x = Provider(server.Url);

        (await x.Publisher!.CreatePostAsync(Post, "71", default)).ShouldBe("1990");

        var seen = server.Seen.ShouldHaveSingleItem();
        (seen.Method, seen.Path).ShouldBe(("POST", "/2/tweets"));
        seen.Headers["Authorization"].ShouldBe("Bearer " + UserToken);
        var body = JsonElement.Parse(seen.Body);
        body.EnumerateObject().Select(field => field.Name).ShouldBe(["text", "media", "made_with_ai"]);
        body.GetProperty("text").GetString().ShouldBe(Post.Text + "\n\nMade with AI · fp-0123456789ab");
        body.GetProperty("made_with_ai").GetBoolean().ShouldBeTrue();
        body.GetProperty("media").GetProperty("media_ids")[0].GetString().ShouldBe("71");
    }

    [Theory]
    [InlineData(200, """{"errors":[{"title":"Internal","detail":"after it was taken"}]}""", true)]
    [InlineData(201, "{}", true)]
    [InlineData(201, "", true)]
    [InlineData(503, "", true)]
    [InlineData(403, """{"title":"Forbidden","detail":"You are not allowed to create a Tweet with duplicate content.","status":403}""", false)]
    [InlineData(429, "", false)]
    public async Task Whether_a_post_may_be_there_is_told_and_it_is_sent_once(int status, string body, bool mayHaveArrived)
    {
        await using var server = await TestServer.StartAsync(status, body);
        using var x = Provider(server.Url);

        var failure = await Rig.FailureOfAsync(x.Publisher!.CreatePostAsync(Post, "71", default));

        failure.MayHaveArrived.ShouldBe(mayHaveArrived);
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Problems_beside_the_post_do_not_hide_it()
    {
        await using var server = await TestServer.StartAsync(200, """{"data":{"id":"1990"},"errors":[{"detail":"a part is missing"}]}""");
        using var x = Provider(server.Url);

        (await x.Publisher!.CreatePostAsync(Post, "71", default)).ShouldBe("1990");
    }

    [Fact]
    public async Task A_chunk_is_a_form_with_its_number()
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(200, """{"data":{"expires_at":1}}"""));
        using var x = Provider(server.Url);

        await x.Publisher!.AppendMediaAsync("71", 3, "bytes of a video"u8.ToArray(), default);

        var seen = server.Seen.ShouldHaveSingleItem();
        seen.Path.ShouldBe("/2/media/upload/71/append");
        var form = await new DefaultHttpContext { Request = { ContentType = seen.Headers["Content-Type"], Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(seen.Body)) } }.Request.ReadFormAsync();
        form["segment_index"].ToString().ShouldBe("3");
        using var stream = new MemoryStream();
        await form.Files["media"]!.CopyToAsync(stream);
        stream.ToArray().ShouldBe("bytes of a video"u8.ToArray());
    }

    [Theory]
    [InlineData("""{"data":{"id":"71"}}""", PostMediaState.Ready, null)]
    [InlineData("""{"data":{"id":"71","processing_info":{"state":"pending","check_after_secs":7}}}""", PostMediaState.Running, 7)]
    [InlineData("""{"data":{"id":"71","processing_info":{"state":"in_progress"}}}""", PostMediaState.Running, null)]
    [InlineData("""{"data":{"id":"71","processing_info":{"state":"succeeded"}}}""", PostMediaState.Ready, null)]
    [InlineData("""{"data":{"id":"71","processing_info":{"state":"failed","error":{"message":"bad codec"}}}}""", PostMediaState.Failed, null)]
    public async Task No_word_about_processing_means_that_there_is_none(string answer, PostMediaState state, int? waitSeconds)
    {
        await using var server = await TestServer.StartAsync(200, answer);
        using var x = Provider(server.Url);

        var media = (await x.Publisher!.GetMediaAsync("71", default)).ShouldNotBeNull();
        var finished = await x.Publisher.FinishMediaAsync("71", default);

        (media.State, media.Wait?.TotalSeconds).ShouldBe((state, waitSeconds));
        finished.ShouldBe(media);
        server.Seen.Select(request => request.Path).ShouldBe(["/2/media/upload?media_id=71&command=STATUS", "/2/media/upload/71/finalize"]);
    }

    [Fact]
    public async Task Own_posts_are_found_by_their_tag()
    {
        await using var server = await TestServer.StartAsync(context => context.AnswerAsync(200, context.Request.Path == "/2/users/me"
            ? """{"data":{"id":"42"}}"""
            : """{"data":[{"id":"3","text":"later"},{"id":"2","text":"a\n\nMade with AI · fp-0123456789ab"},{"id":"1","text":"a"}],"meta":{"result_count":3}}"""));
        using var x = Provider(server.Url);

        var own = await x.Publisher!.FindOwnAsync("fp-0123456789ab", new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), default);

        own.Ids.ShouldBe(["2"]);
        own.PostsRead.ShouldBe(3);
        own.ProfilesRead.ShouldBe(1);

        server.Seen.Last().Path.ShouldBe("/2/users/42/tweets?max_results=100&start_time=2026-11-20T09%3A00%3A00Z");
    }

    [Theory]
    [InlineData("", "text: is empty")]
    [InlineData("Look, @somebody", "mentions somebody")]
    [InlineData("See https://example.com", "takes for a link")]
    [InlineData("Gravity.Then nothing", "takes for a link")]
    public void What_may_not_be_posted_is_told_before_anything_is_sent(string text, string problem) =>
        XPostRules.Check(Post with { Text = text }, 1000).ShouldContain(line => line.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Characters_weigh_one_or_two_and_the_label_counts()
    {
        XPostRules.Check(Post, 1000).ShouldBeEmpty();
        XPostRules.WeightOf("aé漢🦊").ShouldBe(6);
        var label = XPostRules.WeightOf(Post.LabelledText) - XPostRules.WeightOf(Post.Text);
        XPostRules.Check(Post with { Text = new string('a', 280 - label) }, 1000).ShouldBeEmpty();
        XPostRules.Check(Post with { Text = new string('a', 281 - label) }, 1000).ShouldHaveSingleItem().ShouldContain("weighs 281");
    }

    [Fact]
    public void Without_a_token_of_an_account_nothing_can_be_posted()
    {
        using var x = PaidProviders.X(new Uri("https://api.x.com"));
        x.Publisher.ShouldBeNull();
    }

    private static XProvider Provider(Uri url) =>
        new(new XOptions(PaidProviders.XToken) { BaseUrl = url, UserToken = UserToken, Http = Rig.Quick }, TimeProvider.System, new Random(1), new RecordingLoggers());
}

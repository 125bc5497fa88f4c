using System.Globalization;
using System.Text;
using System.Text.Json;
using FunctionsPipeline.Providers.Http;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.X;

/// <summary>Search in the posts of the last seven days. Each post that comes back is paid for, so a page is asked for once.</summary>
internal sealed class XPostSearch(ProviderHttp http, int queryCharactersMax, TimeProvider clock) : IPostSearch
{
    private const int CountMin = 10;
    private const int CountMax = 100;
    private const int TokenCharactersMax = 512;

    // Only id and text come unless more is asked for. X renames tweets to posts: it takes the old names, and answers may hold the new ones.
    private const string Fields =
        "tweet.fields=author_id,created_at,lang,public_metrics&expansions=author_id&user.fields=username,public_metrics&sort_order=recency";

    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    public string ProviderId => http.ProviderId;

    /// <summary>X documents neither an idempotency key nor a list of requests.</summary>
    public ProviderClass Class => ProviderClass.N;

    public IReadOnlyList<string> Validate(PostQuery query)
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(query.Text)) problems.Add("query: is empty");
        if (query.Text.Length > queryCharactersMax) problems.Add($"query: has {query.Text.Length} characters; at most {queryCharactersMax} are allowed");
        if (query.Count is < CountMin or > CountMax) problems.Add($"count: {query.Count} is not offered; {CountMin} to {CountMax} posts a page");
        if (query.NextToken is { } token && !IsToken(token)) problems.Add("next token: is not one that a page can have given");
        if (query.From is { } from)
        {
            var now = clock.GetUtcNow();
            if (from < now - Window) problems.Add($"from: {Moment(from)} is too long ago; the search reaches back seven days, to {Moment(now - Window)}");
            if (from >= now) problems.Add($"from: {Moment(from)} is not in the past; it is {Moment(now)}");
        }

        return problems;
    }

    public async Task<PostPage> SubmitAsync(PostQuery query, Reservation reservation, CancellationToken cancellationToken)
    {
        var call = new ProviderCall("post search", "/2/tweets/search/recent") { Prompt = query.Text, IsNotCharged = IsNotCharged };
        var problems = Validate(query);
        if (problems.Count > 0) throw http.NotSent(call, ProviderErrorCode.InvalidRequest, string.Join("; ", problems));

        call = call with { Path = call.Path + Question(query) };
        var reply = await http.GetPaidAsync(call, reservation, cancellationToken);
        var body = reply.Body ?? throw http.Unexpected(call, reply, "the answer is empty", MoneySpent.Maybe);
        var page = XPage.Read(body);
        if (page is null)
        {
            throw http.Unexpected(call, reply, ErrorBody.Parse(body).Message ?? "the answer has neither posts nor a count of them", MoneySpent.Maybe);
        }

        // A part may be missing, for example authors who were suspended: what did come has been paid for and is good.
        if (page.Problems.Count > 0) http.LogPartialAnswer(call, page.Problems.Count, page.Problems[0]);
        return new PostPage(page.Posts, page.NextToken is { } next && IsToken(next) ? next : null);
    }

    private static string Question(PostQuery query)
    {
        var question = new StringBuilder("?query=").Append(Uri.EscapeDataString(query.Text));
        question.Append(CultureInfo.InvariantCulture, $"&max_results={query.Count}&").Append(Fields);
        if (query.From is { } from) question.Append("&start_time=").Append(Uri.EscapeDataString(Moment(from)));
        if (query.NextToken is { } token) question.Append("&next_token=").Append(Uri.EscapeDataString(token));
        return question.ToString();
    }

    // X takes whole seconds; a part of one is cut off, so that no post from then on is left out.
    private static string Moment(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static bool IsToken(string token) =>
        token.Length is > 0 and <= TokenCharactersMax && token.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '=' or '.');

    /// <summary>X bills the posts of successful answers only (its billing page says so). An error that is not in its form comes from a proxy.</summary>
    private static bool IsNotCharged(int status, JsonElement? body) =>
        status >= 500 && body is { } root && (root.Text("title") is not null || root.Array("errors") is not null);
}

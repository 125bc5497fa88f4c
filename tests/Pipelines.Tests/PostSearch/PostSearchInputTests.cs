using FunctionsPipeline.Pipelines.Input;
using FunctionsPipeline.Pipelines.PostSearch.Input;

namespace FunctionsPipeline.Pipelines.Tests.PostSearch;

/// <summary>What is refused before anything is paid, and what a plan says.</summary>
public sealed class PostSearchInputTests
{
    [Fact]
    public async Task A_plan_forecasts_what_all_pages_cost_and_asks_nothing()
    {
        await using var server = await PostServer.StartAsync(_ => PostServer.Page([1]));
        await using var world = new PostSearchWorld(server);

        using var prepared = await world.PrepareAsync("""queries:["bikes","cars"],pagesMax:4,count:100""".Json());

        prepared.Total.ShouldBe(2);
        prepared.Provider.ShouldBe("x");
        prepared.Forecast.WorstTicks.ShouldBe(2 * 4 * 100 * 50_000_000L);
        server.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""pagesMax:2""", "queries: the field is missing")]
    [InlineData("""queries:[]""", "queries: the value is not allowed")]
    [InlineData("""queries:["bikes","bikes"]""", "queries: the value is not allowed")]
    [InlineData("""queries:"  " """, "queries: the value is not allowed")]
    [InlineData("""queries:"bikes",pagesMax:11""", "allowed: a whole number from 1 to 10")]
    [InlineData("""queries:"bikes",count:9""", "allowed: a whole number from 10 to 100")]
    [InlineData("""queries:"bikes",hoursBack:169""", "allowed: a whole number from 1 to 168")]
    [InlineData("""queries:"bikes",searches:"y" """, "there is no provider 'y' for this step")]
    [InlineData("""queries:"bikes",searches:"x/search/all" """, "'x' has no model 'search/all'; allowed: search/recent")]
    [InlineData("""queries:"bikes",pages:3""", "there is no such field")]
    public async Task A_bad_field_is_refused_with_what_is_allowed(string fields, string message)
    {
        await using var server = await PostServer.StartAsync(_ => PostServer.Page([1]));
        await using var world = new PostSearchWorld(server);

        (await Should.ThrowAsync<InputException>(() => world.PrepareAsync(fields.Json()))).Message.ShouldContain(message);
    }

    [Fact]
    public async Task What_the_provider_would_not_take_is_refused_before_a_call()
    {
        await using var server = await PostServer.StartAsync(_ => PostServer.Page([1]));
        await using var world = new PostSearchWorld(server);

        var refusal = await Should.ThrowAsync<InputException>(() => world.PrepareAsync($"""queries:"{new string('b', 513)}" """.Json()));

        refusal.Message.ShouldContain("queries: x does not take it: query: has 513 characters; at most 512 are allowed");
        server.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""queries:"bikes" """)]
    [InlineData("""queries:"bikes",searches:"x" """)]
    public async Task Without_access_the_refusal_says_what_to_set_and_what_works_without(string fields)
    {
        await using var world = new PostSearchWorld(server: null);

        var refusal = await Should.ThrowAsync<InputException>(() => world.PrepareAsync(fields.Json()));

        refusal.Message.ShouldContain("set X_BEARER_TOKEN");
        refusal.Message.ShouldContain("pipeline comments --input-file FILE");
    }

    [Fact]
    public void The_shipped_schema_is_the_one_the_reader_goes_by() =>
        PostSearchFields.SchemaText().ShouldBe(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "schemas", "post-search.schema.json")));
}

using FunctionsPipeline.Pipelines.Comments.Input;

namespace FunctionsPipeline.Pipelines.Tests.Comments;

public sealed class CommentsSchemaTests
{
    [Fact]
    public async Task The_published_schema_is_that_of_the_fields_that_are_read()
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs", "schemas", "comments.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMAS") == "1") await File.WriteAllTextAsync(path, CommentsFields.SchemaText());

        (await File.ReadAllTextAsync(path)).ShouldBe(CommentsFields.SchemaText(), "run this test with UPDATE_SCHEMAS=1 and commit the file");
    }
}

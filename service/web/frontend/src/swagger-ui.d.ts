// The little of Swagger UI that we use; the package ships no types.
declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface Request {
    url: string;
    headers: Record<string, string>;
  }
  interface Options {
    domNode: HTMLElement;
    url: string;
    deepLinking: boolean;
    docExpansion: "none" | "list" | "full";
    defaultModelsExpandDepth: number;
    filter: boolean;
    tryItOutEnabled: boolean;
    validatorUrl: string | null;
    requestInterceptor: (request: Request) => Request;
  }
  export default function SwaggerUI(options: Options): unknown;
}
